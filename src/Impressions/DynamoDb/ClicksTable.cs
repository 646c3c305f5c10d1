using System.Globalization;
using Amazon.DynamoDBv2.Model;
using Impressions.Core.Delivery;
using Impressions.Core.Mapping;

namespace Impressions.DynamoDb;

/// <summary>
/// Clicks on recommendations, in the table: a row by who clicked and item, and one by session for its clicks without a user and
/// the user whom it named first. Interactions go out without what it does not tell. Not for concurrent use.
/// </summary>
/// <param name="window">How long a click counts.</param>
sealed class ClicksTable(SharedTable table, TimeSpan window)
{
    public const string Recommendation = "clicked";
    public const string ClickedAt = "clicked_at";
    public const string Clicks = "clicks";
    public const string Owner = "first_user";

    /// <summary>Of those without a user; what a session has beyond them becomes nobody's at its login.</summary>
    const int MaxClicksOfSession = 64;

    /// <summary>Loads what the table knows of clicks.</summary>
    public async Task<TableReport> LoadAsync(
        ClicksToLoad clicks,
        RecommendationClicks into,
        CancellationToken cancellation
    )
    {
        var report = await table
            .LoadAsync(
                [.. clicks.Places.Keys],
                (key, row) => clicks.Places.TryGetValue(key, out var place) && Load(place, row, into),
                cancellation
            )
            .ConfigureAwait(false);
        report = report.And(
            new(Loaded: 0, Saved: 0, clicks.LeftOut, clicks.LeftOut > 0 ? CallAdvice.TooManyKeys : "")
        );
        into.Shared!.IsCompletelyLoaded = report.Failed == 0;
        return report;
    }

    /// <summary>Writes down what is news. The last click stays, and the first user. What could not be written stays news.</summary>
    public Task<TableReport> SaveAsync(SharedClicks clicks, CancellationToken cancellation) =>
        table.SaveAsync(clicks.News, (_, news) => (news.Key, Write(news)), clicks.Saved, cancellation);

    UpdateItemRequest Write(in ClickNews news) =>
        news.Kind switch
        {
            ClickNewsKind.Click => Write(
                "SET #name = :value, #at = :at, #expires = :expires",
                "attribute_not_exists(#at) OR #at <= :at",
                Recommendation,
                new AttributeValue(news.Click.RecommendationId),
                news.Click.AtMilliseconds,
                ("#at", ClickedAt),
                (":at", SharedTable.Number(news.Click.AtMilliseconds))
            ),
            ClickNewsKind.ClickOfSession => Write(
                "SET #expires = :expires ADD #name :value",
                "attribute_not_exists(#name) OR size(#name) < :most",
                Clicks,
                new AttributeValue { SS = [news.Click.ToString()] },
                table.Now.ToUnixTimeMilliseconds(),
                name: null,
                (":most", SharedTable.Number(MaxClicksOfSession))
            ),
            _ => Write(
                "SET #name = :value, #expires = :expires",
                "attribute_not_exists(#name)",
                Owner,
                new AttributeValue(news.Owner),
                table.Now.ToUnixTimeMilliseconds(),
                name: null,
                more: null
            ),
        };

    /// <param name="from">When its lifetime begins (milliseconds since 1970-01-01 UTC).</param>
    UpdateItemRequest Write(
        string update,
        string condition,
        string attribute,
        AttributeValue value,
        long from,
        (string Name, string Attribute)? name,
        (string Name, AttributeValue Value)? more
    )
    {
        var request = new UpdateItemRequest
        {
            UpdateExpression = update,
            ConditionExpression = condition,
            ExpressionAttributeNames = new(StringComparer.Ordinal)
            {
                ["#name"] = attribute,
                ["#expires"] = SharedTable.ExpiresAt,
            },
            ExpressionAttributeValues = new(StringComparer.Ordinal)
            {
                [":value"] = value,
                [":expires"] = SharedTable.Number((from + (long)window.TotalMilliseconds) / 1_000),
            },
        };
        if (name is { } another)
        {
            request.ExpressionAttributeNames[another.Name] = another.Attribute;
        }

        if (more is { } further)
        {
            request.ExpressionAttributeValues[further.Name] = further.Value;
        }

        return request;
    }

    static bool Load(ClickPlace place, Dictionary<string, AttributeValue> row, RecommendationClicks into) =>
        place.ItemId is { } itemId
            ? LoadClick(place.Who, itemId, row, into)
            : LoadSession(place.Who, row, into);

    static bool LoadClick(
        string who,
        string itemId,
        Dictionary<string, AttributeValue> row,
        RecommendationClicks into
    )
    {
        if (
            row.GetValueOrDefault(Recommendation)?.S is not { } recommendationId
            || !long.TryParse(
                row.GetValueOrDefault(ClickedAt)?.N,
                NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture,
                out var at
            )
            || new Click(itemId, recommendationId, at) is not { IsUsable: true } click
        )
        {
            return false;
        }

        into.Load(who, click);
        return true;
    }

    static bool LoadSession(
        string sessionId,
        Dictionary<string, AttributeValue> row,
        RecommendationClicks into
    )
    {
        if (row.GetValueOrDefault(Owner)?.S is { Length: > 0 } owner)
        {
            into.Shared!.LoadOwner(sessionId, owner);
        }

        foreach (var text in (row.GetValueOrDefault(Clicks)?.SS ?? []).Take(MaxClicksOfSession))
        {
            if (Click.TryParse(text, out var click))
            {
                into.Load(sessionId, click);
            }
        }

        return true;
    }
}
