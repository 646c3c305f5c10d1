namespace Impressions;

/// <summary>What an event tells of its user and its items, beyond what happened.</summary>
sealed class EventMetadata(DatasetOptions? users, DatasetOptions? items)
{
    readonly EventProperties? _users = users is null
        ? null
        : new EventProperties(users.Properties, PersonalizeLimits.MaxUserPropertiesLength);

    readonly EventProperties? _items = items is null
        ? null
        : new EventProperties(
            items.Properties,
            PersonalizeLimits.MaxItemPropertiesLength,
            ownEntitiesAlone: true
        );

    /// <summary>Of a user whom the event names, and of each item that it tells something of.</summary>
    public IReadOnlyList<Metadata> Of(
        in EnrichedEvent enriched,
        EntityIndex entities,
        IReadOnlyList<Interaction> interactions,
        InvocationReport report
    )
    {
        var found = new List<Metadata>();
        var first = interactions[0];
        if (!first.IsAnonymous && _users?.Of(enriched, entities, itemId: "", report) is { } ofUser)
        {
            found.Add(new Metadata(Dataset.Users, first.UserId!, ofUser));
        }

        if (_items is not null)
        {
            foreach (var interaction in interactions)
            {
                if (_items.Of(enriched, entities, interaction.ItemId, report) is { } ofItem)
                {
                    found.Add(new Metadata(Dataset.Items, interaction.ItemId, ofItem));
                }
            }
        }

        return found;
    }
}
