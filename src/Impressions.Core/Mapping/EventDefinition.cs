using System.Text;
using Impressions.Core.Snowplow;

namespace Impressions.Core.Mapping;

/// <summary>One kind of event that can be mapped: a row of <see cref="EventTable"/>.</summary>
/// <param name="vendor">The vendor of its schema; empty for one that is recognised by its entities alone.</param>
/// <param name="name">The name of its schema, which is also its <c>event_name</c>.</param>
/// <param name="items">Where its items stand, unless one of its actions says otherwise.</param>
/// <param name="actions">
/// Those that the function knows; further ones can be mapped by <c>EVENT_TYPES</c>. An event that is its own action has
/// one without a name.
/// </param>
sealed class EventDefinition(
    string vendor,
    string name,
    ItemPlace items,
    params IReadOnlyList<ActionDefinition> actions
)
{
    readonly byte[] _vendor = Encoding.UTF8.GetBytes(vendor);
    readonly byte[] _name = Encoding.UTF8.GetBytes(name);

    public string Name { get; } = name;

    /// <summary>Model of its schema (from 1).</summary>
    public int Model { get; init; } = 1;

    /// <summary>True when its content stands in columns, not in JSON.</summary>
    public bool IsBakedIn { get; init; }

    public ItemPlace Items { get; } = items;

    /// <summary>The member of its JSON that names the action (UTF-8); empty for an event that is its own action.</summary>
    public byte[] ActionMember { get; init; } = [];

    public IReadOnlyList<ActionDefinition> Actions { get; } = actions;

    /// <summary>How often a media event that repeats counts.</summary>
    public WatchedStep Step { get; init; }

    public bool IsMedia => Items.Source == ItemSource.MediaContent;

    /// <summary>True when it has an event type without any setting.</summary>
    public bool IsMappedByDefault =>
        Items.Source is not (ItemSource.MediaContent or ItemSource.ShownItems)
        && Actions.Any(action => action.DefaultType is not null);

    public bool Is(in SchemaUri schema) =>
        schema.Model == Model && schema.Name.SequenceEqual(_name) && schema.Vendor.SequenceEqual(_vendor);

    /// <summary>Null for an action that the table does not know.</summary>
    public ActionDefinition? Action(ReadOnlySpan<byte> action)
    {
        for (var i = 0; i < Actions.Count; i++)
        {
            if (action.SequenceEqual(Actions[i].NameUtf8))
            {
                return Actions[i];
            }
        }

        return null;
    }
}

/// <summary>One action of an event.</summary>
/// <param name="name">Empty for an event that is its own action.</param>
/// <param name="defaultType">Its event type where <c>EVENT_TYPES</c> names no other; null for none.</param>
sealed class ActionDefinition(string name, string? defaultType)
{
    public string Name { get; } = name;

    public byte[] NameUtf8 { get; } = Encoding.UTF8.GetBytes(name);

    public string? DefaultType { get; } = defaultType;

    /// <summary>Where its items stand; null where those of every action of the event do.</summary>
    public ItemPlace? Items { get; init; }

    /// <summary>True when it is about one item, whatever else is attached to the event.</summary>
    public bool IsOfOneItem { get; init; }

    /// <summary>Where the id of an order stands; null for an action that is not an order.</summary>
    public ItemPlace? Order { get; init; }

    /// <summary>Why it cannot be mapped, as an error message says it; null when it can.</summary>
    public string? Obstacle { get; init; }

    /// <summary>True when its items were bought, so that they have a price and a quantity.</summary>
    public bool IsPurchase { get; init; }

    /// <summary>
    /// True when the user clicked something, or saw it come into view, so that the items shown beside it are an impression.
    /// </summary>
    public bool HasImpression { get; init; }
}

/// <summary>How often a media event that is sent again and again during play makes an interaction.</summary>
enum WatchedStep : byte
{
    /// <summary>Each time: it does not repeat.</summary>
    None,

    /// <summary>Once in each step of so many percent of the content (<c>TIME_WATCHED_PERCENT</c>).</summary>
    Percent,

    /// <summary>Once in so many seconds of play (<c>TIME_WATCHED_SECONDS</c>).</summary>
    Seconds,
}
