using Amazon.DynamoDBv2.Model;
using Impressions.Core.Mapping;
using Impressions.Core.Personalize;

namespace Impressions.DynamoDb;

/// <summary>What recommendations showed, in the table. Clicks go out without what it does not tell. Not for concurrent use.</summary>
sealed class ShownItemsTable(SharedTable table)
{
    public const string Items = "items";

    /// <summary>Personalize counts recommendations no longer than this.</summary>
    static readonly TimeSpan Lifetime = TimeSpan.FromDays(14);

    /// <summary>Loads what the table knows of these recommendations.</summary>
    public Task<TableReport> LoadAsync(
        IReadOnlyCollection<string> recommendationIds,
        ShownItems into,
        CancellationToken cancellation
    ) => table.LoadAsync(recommendationIds, (id, row) => Load(id, row, into), cancellation);

    /// <summary>Writes down what is news. A list is never replaced by a shorter one. What could not be written stays news.</summary>
    public Task<TableReport> SaveAsync(ShownItems shown, CancellationToken cancellation) =>
        table.SaveAsync(shown.News, (id, items) => (id, Write(items)), shown.Saved, cancellation);

    UpdateItemRequest Write(IReadOnlyList<string> items) =>
        new()
        {
            UpdateExpression = "SET #items = :items, #expires = :expires",
            ConditionExpression = "attribute_not_exists(#items) OR size(#items) < :count",
            ExpressionAttributeNames = new(StringComparer.Ordinal)
            {
                ["#items"] = Items,
                ["#expires"] = SharedTable.ExpiresAt,
            },
            ExpressionAttributeValues = new(StringComparer.Ordinal)
            {
                [":items"] = new AttributeValue { L = [.. items.Select(item => new AttributeValue(item))] },
                [":count"] = SharedTable.Number(items.Count),
                [":expires"] = SharedTable.Number((table.Now + Lifetime).ToUnixTimeSeconds()),
            },
        };

    static bool Load(string id, Dictionary<string, AttributeValue> row, ShownItems into)
    {
        if (!row.TryGetValue(Items, out var items) || items.L is not { Count: > 0 } list)
        {
            return false;
        }

        into.Load(
            id,
            [.. list.Select(value => value.S).OfType<string>().Take(PersonalizeLimits.MaxImpressionItems)]
        );
        return true;
    }
}
