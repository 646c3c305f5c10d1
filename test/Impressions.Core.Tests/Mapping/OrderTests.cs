using System.Text;
using Impressions.Core.Mapping;
using Impressions.Core.Snowplow;
using Impressions.Core.Tests.Support;

namespace Impressions.Core.Tests.Mapping;

/// <summary>An order that is tracked twice, as a reloaded page does, counts once.</summary>
public sealed class OrderTests
{
    const string Enhanced = "iglu:com.google.analytics.enhanced-ecommerce";
    const string Hyper = "iglu:io.snowplow.ecomm";

    /// <summary>By its kind a purchase of the items <c>a</c> and <c>b</c>.</summary>
    public static TheoryData<string> Kinds { get; } =
    ["transaction", "purchase", "create_order", "transaction_item"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void EventId_OfTheSameOrder_IsTheSame(string kind)
    {
        var first = Ids(Purchase(kind, "order-1"));
        var again = Ids(Purchase(kind, "order-1"));

        Assert.Equal(first, again);
        Assert.Equal(first.Count, first.Distinct().Count());
        Assert.All(first, id => Assert.Matches("^[0-9a-f]{32}$", id));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void EventId_OfAnotherOrderSessionOrItem_IsAnother(string kind)
    {
        var first = Ids(Purchase(kind, "order-1"));

        Assert.Empty(first.Intersect(Ids(Purchase(kind, "order-2"))));
        Assert.Empty(
            first.Intersect(
                Ids(Purchase(kind, "order-1").With((EnrichedColumn.DomainSessionId, "session-2")))
            )
        );
        Assert.Empty(first.Intersect(Ids(Purchase(kind, "order-1", "c", "d"))));
    }

    [Theory]
    [InlineData("transaction", "")]
    [InlineData("transaction", "null")]
    [InlineData("purchase", "")]
    [InlineData("purchase", "undefined")]
    [InlineData("create_order", " ")]
    [InlineData("transaction_item", "")]
    public void EventId_WithoutAnOrderId_IsTheEventsOwn(string kind, string order) =>
        Assert.All(
            OneEvent.Map(Purchase(kind, order)).Interactions,
            interaction => Assert.StartsWith("61b23857-881e", interaction.EventId, StringComparison.Ordinal)
        );

    /// <summary>Only a purchase stands for its order: a view of the same products is one each time.</summary>
    [Fact]
    public void EventId_OfAnActionThatIsNotAPurchase_IsTheEventsOwn()
    {
        var view = Some.Action("product_view", Some.Product("a"), Transaction("order-1"));

        Assert.StartsWith("61b23857-881e", OneEvent.Map(view).Only.EventId, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Plan_OrderTwiceInAnInvocation_IsSentOnce(string kind)
    {
        var first = Purchase(kind, "order-1");
        var again = first.With((EnrichedColumn.EventId, "bb000000-881e-4a35-a12e-2fbddeae3808"));

        Assert.Equal(kind == "transaction_item" ? ["a"] : ["a", "b"], Items(first, again));
        Assert.Equal(1, Plan(first, again).Outcome.Report.Of(SkipReason.Duplicate));
    }

    [Fact]
    public void Plan_OrderAgainWithAnotherItem_SendsThatItem()
    {
        var first = Purchase("transaction", "order-1", "a");
        var again = Purchase("transaction", "order-1", "a", "b")
            .With((EnrichedColumn.EventId, "bb000000-881e-4a35-a12e-2fbddeae3808"));

        Assert.Equal(0, Plan(first, again).Outcome.Report.Of(SkipReason.Duplicate));
        Assert.Equal(["a", "b"], Items(first, again));
    }

    static string Purchase(string kind, string order, params string[] items)
    {
        var ids = items.Length > 0 ? items : ["a", "b"];
        return kind switch
        {
            "transaction" => Some.Action("transaction", [.. ids.Select(Some.Product), Transaction(order)]),
            "purchase" => Some.Described(
                $"{Enhanced}/action/jsonschema/1-0-0",
                """{"action":"purchase"}""",
                [
                    .. ids.Select(id =>
                        Some.Entity(
                            $"{Enhanced}/productFieldObject/jsonschema/1-0-0",
                            $$"""{"id":"{{id}}"}"""
                        )
                    ),
                    Some.Entity($"{Enhanced}/actionFieldObject/jsonschema/1-0-0", $$"""{"id":"{{order}}"}"""),
                ]
            ),
            "create_order" => Some.Described(
                $"{Hyper}/create_order/jsonschema/1-0-0",
                $$"""{"order_id":"{{order}}"}""",
                Some.Entity(
                    $"{Hyper}/cart/jsonschema/1-0-0",
                    $$"""{"items_in_cart":[{{string.Join(',', ids.Select(id => $$"""{"item_id":"{{id}}"}"""))}}]}"""
                )
            ),
            _ => Some.BakedIn("com.snowplowanalytics.snowplow", "transaction_item", "1-0-0")
                .With(
                    (EnrichedColumn.TransactionItemSku, ids[0]),
                    (EnrichedColumn.TransactionItemOrderId, order)
                ),
        };
    }

    static string Transaction(string order) =>
        Some.Entity(
            $"{Some.Schema}.ecommerce/transaction/jsonschema/1-0-0",
            $$"""{"transaction_id":"{{order}}","revenue":1,"currency":"EUR","payment_method":"x","total_quantity":1}"""
        );

    static List<string> Ids(string line) =>
        [.. OneEvent.Map(line).Interactions.Select(interaction => interaction.EventId)];

    static IEnumerable<string> Items(params string[] lines) =>
        Plan(lines)
            .Plan.Sessions.SelectMany(session => session)
            .SelectMany(batch => batch.Entries)
            .Select(entry => entry.Interaction.ItemId);

    static Planned Plan(params string[] lines) =>
        new Pipeline(Some.Options()).Plan(Some.Payload([.. lines.Select(Encoding.UTF8.GetBytes)]));
}
