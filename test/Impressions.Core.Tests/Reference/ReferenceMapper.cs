using System.Security.Cryptography;
using System.Text;
using Impressions.Core.Delivery;
using Impressions.Core.Kinesis;
using Impressions.Core.Mapping;
using Impressions.Core.Snowplow;

namespace Impressions.Core.Tests.Reference;

/// <summary>What must become of one event.</summary>
/// <param name="Fate">Code of the skip or dead letter reason; <c>none</c> when there are interactions.</param>
/// <param name="Rule">How a recommendation click's item was found.</param>
sealed record ReferenceFate(
    string Fate,
    IReadOnlyList<Interaction> Interactions,
    ClickedItemRule Rule = ClickedItemRule.None,
    bool IsOrder = false
);

/// <summary>
/// The mapping, written down from the specification as plainly as possible: strings, documents and queries. It shares
/// limits and names of reasons with the function, and no code that reads or maps.
/// </summary>
sealed class ReferenceMapper(IReadOnlyDictionary<string, string> settings)
{
    const string Ecommerce = "com.snowplowanalytics.snowplow.ecommerce";
    const string EnhancedEcommerce = "com.google.analytics.enhanced-ecommerce";
    const string OldEcommerce = "io.snowplow.ecomm";

    readonly ReferenceSettings _settings = new(settings);

    /// <summary>The id of an event by which duplicates are known.</summary>
    /// <param name="place">Where it stands in the stream.</param>
    public static string EventId(ReferenceEvent given, string place)
    {
        var id = given[EnrichedColumn.EventId];
        return ReferenceIdentity.IsNobody(id) || id.EnumerateRunes().Count() > 248 || id.Contains(':')
            ? place[Math.Max(0, place.Length - 248)..]
            : id;
    }

    /// <param name="place">Where the event stands in the stream.</param>
    /// <param name="seen">Ids of the events that made interactions; gets this one's.</param>
    public ReferenceFate Map(byte[] line, string place, long arrivalMilliseconds, ISet<string> seen)
    {
        var given = new ReferenceEvent(line);
        if (line.Length > RecordLimits.MaxEventBytes)
        {
            return Dead(DeadLetterReason.TooLarge);
        }

        if (given.ColumnCount != EnrichedEvent.ColumnCount)
        {
            return Dead(DeadLetterReason.WrongColumnCount);
        }

        if (!_settings.Selects(given[EnrichedColumn.EventName]))
        {
            return Skip(SkipReason.NotSelected);
        }

        if (_settings.Filter.ByColumns(given) is { } leftOut)
        {
            return new ReferenceFate(leftOut, []);
        }

        var eventId = EventId(given, place);
        if (seen.Contains(eventId))
        {
            return Skip(SkipReason.Duplicate);
        }

        var mapped = Map(given, eventId, arrivalMilliseconds);
        if (mapped.Interactions.Count == 0)
        {
            return mapped;
        }

        _ = seen.Add(eventId);
        if (!mapped.IsOrder)
        {
            return mapped;
        }

        var fresh = mapped.Interactions.Where(interaction => seen.Add(interaction.EventId)).ToList();
        return fresh.Count > 0 ? mapped with { Interactions = fresh } : Skip(SkipReason.Duplicate);
    }

    ReferenceFate Map(ReferenceEvent given, string eventId, long arrivalMilliseconds)
    {
        if (!given.TryReadContent())
        {
            return Dead(DeadLetterReason.BrokenJson);
        }

        var (name, action) = NameAndAction(given);
        if (name is null)
        {
            return Skip(SkipReason.UnknownEvent);
        }

        if (_settings.EventTypes.GetValueOrDefault(name + action) is not { } eventType)
        {
            return Skip(SkipReason.NoEventType);
        }

        if (!given.TryReadEntities())
        {
            return Dead(DeadLetterReason.BrokenJson);
        }

        return _settings.Filter.ByEntities(given) is { } leftOut
            ? new ReferenceFate(leftOut, [])
            : Map(given, name, action, eventType, eventId, arrivalMilliseconds);
    }

    ReferenceFate Map(
        ReferenceEvent given,
        string name,
        string action,
        string eventType,
        string eventId,
        long arrivalMilliseconds
    )
    {
        var recommendation = new ReferenceRecommendation(given, _settings);
        var (items, rule, why) = Items(given, name, action, recommendation);
        if (why != SkipReason.None)
        {
            return Skip(why);
        }

        if (items.Count is 0 or > ItemList.MaxItems)
        {
            return items.Count == 0 ? Skip(SkipReason.NoItem) : Dead(DeadLetterReason.TooLarge);
        }

        var (user, session) = ReferenceIdentity.Of(given, _settings);
        if (session is null)
        {
            return Skip(SkipReason.NoIdentity);
        }

        var isClick =
            name is "link_click" or "button_click" or "click_item" || action is ".click" or ".list_click";
        var order = ReferenceIdentity.IsNobody(OrderId(given, name, action) ?? "")
            ? null
            : OrderId(given, name, action);
        var collected = ReferenceIdentity.Time(given[EnrichedColumn.CollectorTimestamp]);
        var sentAt =
            ReferenceIdentity.Time(given[EnrichedColumn.DerivedTimestamp])
            ?? collected
            ?? arrivalMilliseconds;
        Interaction Of(string item, int n) =>
            new()
            {
                UserId = user,
                IsAnonymous =
                    ReferenceIdentity.IsNobody(given[EnrichedColumn.UserId])
                    || given[EnrichedColumn.UserId].EnumerateRunes().Count() > 256,
                SessionId = session,
                EventId =
                    order is not null ? Hash($"order\t{session}\t{order}\t{item}")
                    : items.Count == 1 ? eventId
                    : $"{eventId}:{n}",
                EventType = eventType,
                ItemId = item,
                SentAtMilliseconds = sentAt,
                RecommendationId = recommendation.UsableId,
                Impression = isClick ? recommendation.Impression(item) : null,
                CollectedAtMilliseconds = collected,
            };
        return new ReferenceFate("none", [.. items.Select(Of)], rule, order is not null);
    }

    static (IReadOnlyList<string> Items, ClickedItemRule Rule, SkipReason Why) Items(
        ReferenceEvent given,
        string name,
        string action,
        ReferenceRecommendation recommendation
    )
    {
        if (name is not ("link_click" or "button_click"))
        {
            var items = ReferenceRecommendation.Usable(ItemIds(given, name, action));
            return items.Count is > 1 and <= ItemList.MaxItems && action == ".list_click"
                ? ([recommendation.OneOf(items)], ClickedItemRule.None, SkipReason.None)
                : (items, ClickedItemRule.None, SkipReason.None);
        }

        var (clicked, rule) =
            name == "button_click"
                ? recommendation.Component
                : recommendation.Clicked(
                    given.Data.Member("targetUrl").Text() ?? "",
                    given[EnrichedColumn.PageUrl]
                );
        if (recommendation.Id is null && (name == "link_click" || clicked is null))
        {
            return ([], rule, SkipReason.NotARecommendation);
        }

        return clicked is null
            ? ([], rule, SkipReason.ClickedItemUnknown)
            : ([clicked], rule, SkipReason.None);
    }

    static string Hash(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32];

    static string? OrderId(ReferenceEvent given, string name, string action) =>
        (name, action) switch
        {
            ("transaction_item", _) => given[EnrichedColumn.TransactionItemOrderId],
            ("create_order", _) => given.Data.Member("order_id").Id(),
            ("action", ".purchase") => given
                .Entities("actionFieldObject", EnhancedEcommerce)
                .FirstOrDefault()
                .Member("id")
                .Id(),
            ("snowplow_ecommerce_action", ".transaction") => given
                .Entities("transaction", Ecommerce)
                .FirstOrDefault()
                .Member("transaction_id")
                .Id(),
            _ => null,
        };

    static (string? Name, string Action) NameAndAction(ReferenceEvent given) =>
        given.Schema switch
        {
            "com.snowplowanalytics.snowplow/transaction_item" => ("transaction_item", ""),
            "com.snowplowanalytics.snowplow/link_click" => ("link_click", ""),
            $"{EnhancedEcommerce}/action" => ("action", $".{given.Data.Member("action").Text()}"),
            $"{Ecommerce}/snowplow_ecommerce_action" => (
                "snowplow_ecommerce_action",
                $".{given.Data.Member("type").Text()}"
            ),
            "com.snowplowanalytics.snowplow/button_click" => ("button_click", ""),
            $"{OldEcommerce}/view_item" => ("view_item", ""),
            $"{OldEcommerce}/click_item" => ("click_item", ""),
            $"{OldEcommerce}/create_order" => ("create_order", ""),
            _ => (null, ""),
        };

    static IEnumerable<string?> ItemIds(ReferenceEvent given, string name, string action) =>
        name switch
        {
            "transaction_item" => [given[EnrichedColumn.TransactionItemSku]],
            "view_item" or "click_item" => [given.Data.Member("item_id").Id()],
            "action" => given
                .Entities("productFieldObject", EnhancedEcommerce)
                .Select(product => product.Member("id").Id()),
            "snowplow_ecommerce_action" when action is ".promo_click" or ".promo_view" => given
                .Entities("promotion", Ecommerce)
                .SelectMany(promotion => promotion.Member("product_ids").Items())
                .Select(id => id.Id()),
            "snowplow_ecommerce_action" => given
                .Entities("product", Ecommerce)
                .Select(product => product.Member("id").Id()),
            _ => given
                .Entities("cart", OldEcommerce)
                .SelectMany(cart => cart.Member("items_in_cart").Items())
                .Select(item => item.Member("item_id").Id()),
        };

    static ReferenceFate Skip(SkipReason reason) => new(Codes<SkipReason>.Of(reason), []);

    static ReferenceFate Dead(DeadLetterReason reason) => new(Codes<DeadLetterReason>.Of(reason), []);
}
