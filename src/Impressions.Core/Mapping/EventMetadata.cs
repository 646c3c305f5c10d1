using Impressions.Core.Personalize;
using Impressions.Core.Snowplow;

namespace Impressions.Core.Mapping;

/// <summary>Reads properties of an event's user and items, for their datasets.</summary>
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

    /// <summary>Of a user whom the event itself names, and of each of its items that it has properties of.</summary>
    public IReadOnlyList<Metadata> Of(
        in EnrichedEvent enriched,
        EntityIndex entities,
        in Identity identity,
        IReadOnlyList<string> itemIds,
        long arrivalMilliseconds,
        List<Anomaly> anomalies
    )
    {
        var found = new List<Metadata>();
        if (!identity.IsAnonymous && _users?.Of(enriched, entities, itemId: "", anomalies) is { } ofUser)
        {
            found.Add(new Metadata(Dataset.Users, identity.UserId!, ofUser, arrivalMilliseconds));
        }

        if (_items is not null)
        {
            foreach (var itemId in itemIds)
            {
                if (_items.Of(enriched, entities, itemId, anomalies) is { } ofItem)
                {
                    found.Add(new Metadata(Dataset.Items, itemId, ofItem, arrivalMilliseconds));
                }
            }
        }

        return found;
    }
}
