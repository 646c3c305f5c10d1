using System.Text;
using Impressions.Core.Mapping;
using Impressions.Core.Tests.Support;

namespace Impressions.Core.Tests.Mapping;

public sealed class EventTypesTests
{
    [Theory]
    [InlineData("snowplow_ecommerce_action.add_to_cart=AddToCart", "add_to_cart", "AddToCart")] // adds
    [InlineData("snowplow_ecommerce_action.list_view=Browse", "list_view", "Browse")] // renames
    [InlineData("snowplow_ecommerce_action.list_view=", "list_view", null)] // removes
    [InlineData("snowplow_ecommerce_action.list_view= , ,action.view=", "list_click", "Click")] // the others stay
    [InlineData(" snowplow_ecommerce_action.list_view = Browse ,", "list_view", "Browse")]
    [InlineData(
        "snowplow_ecommerce_action.list_view=A,snowplow_ecommerce_action.list_view=B",
        "list_view",
        "B"
    )]
    [InlineData(
        "snowplow_ecommerce_action.list_view=,snowplow_ecommerce_action.list_view=B",
        "list_view",
        "B"
    )]
    [InlineData("action.list_view=Other", "list_view", "View")] // of the other event
    public void Find_ChangedTable_IsAsConfigured(string changes, string action, string? expected) =>
        Assert.Equal(
            expected,
            Read(changes).Find(Some.Definition("snowplow_ecommerce_action"), Encoding.UTF8.GetBytes(action))
        );

    [Theory]
    [InlineData("link_click=", "link_click")]
    [InlineData("transaction_item=", "transaction_item")]
    [InlineData("view_item=Look", "create_order")]
    public void Find_EventThatIsItsOwnAction_CanBeChangedToo(string changes, string changed)
    {
        var expected = changed switch
        {
            "create_order" => "Purchase", // untouched
            _ => null,
        };

        Assert.Equal(expected, Read(changes).Find(Some.Definition(changed), default));
    }

    [Theory]
    [InlineData(7, true)] // with View, Click and Purchase: 10
    [InlineData(8, false)]
    public void Read_DistinctEventTypes_AreAtMostTen(int added, bool isTaken)
    {
        var changes = string.Join(',', Some.Ids(added).Select(id => $"action.{id}=Type{id}"));
        var problems = new List<string>();

        _ = EventTypes.Read(changes, problems);

        Assert.Equal(isTaken, problems.Count == 0);
        Assert.Equal(
            isTaken
                ? []
                : ["expected 10 event types at most, which is what an interactions dataset takes, got 11"],
            problems
        );
    }

    [Fact]
    public void Read_ManyActionsOfOneType_CountOnce()
    {
        var problems = new List<string>();

        _ = EventTypes.Read(string.Join(',', Some.Ids(50).Select(id => $"action.{id}=View")), problems);

        Assert.Empty(problems);
    }

    [Theory]
    [InlineData("link_click")]
    [InlineData("link_click=Click=Click")]
    [InlineData("action.add=Add\u0007")]
    [InlineData("page_view=View")] // no mapping for it
    [InlineData("action=Click")] // action missing
    [InlineData("action.=Click")]
    [InlineData("link_click.left=Click")] // has none
    [InlineData("Link_Click=Click")]
    [InlineData("=Click")]
    public void Read_Mistake_IsAProblem(string changes)
    {
        var problems = new List<string>();

        _ = EventTypes.Read(changes, problems);

        _ = Assert.Single(problems);
    }

    [Theory]
    [InlineData(242, 0)] // with interactions_ before it, as long as CloudWatch lets a metric's name be
    [InlineData(243, 1)]
    public void Read_EventType_FitsTheNameOfAMetric(int length, int expectedProblems)
    {
        var problems = new List<string>();

        _ = EventTypes.Read($"action.add={string.Concat(Enumerable.Repeat("x", length))}", problems);

        Assert.Equal(expectedProblems, problems.Count);
    }

    [Fact]
    public void Map_ChangedTable_GovernsTheMapping()
    {
        var addToCart = Some.Action("add_to_cart", Some.Product("sku-1"));
        var setting = (
            "EVENT_TYPES",
            "snowplow_ecommerce_action.add_to_cart=AddToCart,snowplow_ecommerce_action.list_view="
        );

        Assert.Equal("AddToCart", OneEvent.Map(addToCart, setting).Only.EventType);
        Assert.Equal(nameof(SkipReason.NoEventType), OneEvent.Map(addToCart).Skip);
        Assert.Equal(
            nameof(SkipReason.NoEventType),
            OneEvent.Map(Some.Action("list_view", Some.Product("sku-1")), setting).Skip
        );
    }

    static EventTypes Read(string changes)
    {
        var problems = new List<string>();
        var types = EventTypes.Read(changes, problems);
        Assert.Empty(problems);
        return types;
    }
}
