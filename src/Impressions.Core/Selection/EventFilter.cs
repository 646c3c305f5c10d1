using Impressions.Core.Snowplow;

namespace Impressions.Core.Selection;

/// <summary>The setting <c>EVENT_FILTER</c>: conditions on columns and entities, all of which must hold.</summary>
sealed class EventFilter
{
    /// <summary>Most conditions.</summary>
    const int MaxConditions = 8;

    readonly EventCondition[] _ofColumns;
    readonly EventCondition[] _ofEntities;

    EventFilter(IReadOnlyList<EventCondition> conditions)
    {
        _ofColumns = [.. conditions.Where(condition => condition.Entity is null)];
        _ofEntities = [.. conditions.Where(condition => condition.Entity is not null)];
    }

    /// <summary>The entities that it is about.</summary>
    public IEnumerable<EntityName> Entities => _ofEntities.Select(condition => condition.Entity!);

    public bool HasEntities => _ofEntities.Length > 0;

    /// <summary>Whether the conditions on columns hold; no JSON is read for them.</summary>
    public bool HoldsFor(in EnrichedEvent enriched)
    {
        foreach (var condition in _ofColumns)
        {
            if (!condition.HoldsFor(enriched))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether the conditions on entities hold.</summary>
    /// <param name="entities">Has read the event.</param>
    public bool HoldsFor(in EnrichedEvent enriched, EntityIndex entities)
    {
        foreach (var condition in _ofEntities)
        {
            if (!condition.HoldsFor(enriched, entities))
            {
                return false;
            }
        }

        return true;
    }

    /// <param name="text">For example <c>app_id=web|shop,platform!=srv,user.is_internal!=true</c>.</param>
    /// <param name="setting">Says what to write instead of a mistake.</param>
    /// <param name="problems">Gets one sentence for each kind of mistake.</param>
    public static EventFilter Read(string text, Setting setting, ICollection<string> problems)
    {
        var conditions = new List<EventCondition>();
        foreach (var part in Setting.Parts(text))
        {
            if (Condition(part) is { } condition)
            {
                conditions.Add(condition);
            }
            else
            {
                problems.Add(setting.Refusal(part));
            }
        }

        if (conditions.Count > MaxConditions)
        {
            problems.Add($"expected {MaxConditions} conditions at most, got {conditions.Count}");
        }

        return new EventFilter(conditions);
    }

    /// <summary>Null when the text is none.</summary>
    static EventCondition? Condition(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var isEqual = equals > 0 && text[equals - 1] != '!';
        var place = text[..Math.Max(0, isEqual ? equals : equals - 1)].TrimEnd();
        if (equals < 0 || EventField.Parse(place) is not { } field)
        {
            return null;
        }

        try
        {
            return new EventCondition(field, isEqual, new ValuePattern(text[(equals + 1)..].TrimStart()));
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}
