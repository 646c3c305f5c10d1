using Impressions.Core.Batching;
using Impressions.Core.Delivery;
using Impressions.Core.Mapping;
using Impressions.Core.Tests.Reference;
using Impressions.Core.Tests.Support;

namespace Impressions.Core.Tests.Mapping;

/// <summary>Recommendations that came into view.</summary>
public sealed class ExposedElementTests
{
    const string Schema = $"{Some.Schema}/expose_element/jsonschema/1-0-0";

    static readonly string[] CapturedItems =
    [
        "48538191331628",
        "48538191364396",
        "48538191397164",
        "48538191429932",
    ];

    [Theory]
    [InlineData("")]
    [InlineData("^(snowplow_ecommerce_action|action|view_item|transaction_item|create_order|link_click)$")]
    [InlineData("-")]
    public void View_Captured_IsAnInteractionOfEachShownItem(string selection)
    {
        var options = Some.Options(
            ("IMPRESSION_EVENT_TYPE", "Impression"),
            ("EVENT_SELECTION_REGEX", selection)
        );
        var (plan, _) = new Pipeline(options).Plan(EventCase.Load("published-expose-widget").Payload);
        var batch = plan.Sessions.SelectMany(session => session).First();
        var interactions = batch.Entries.Select(entry => entry.Interaction).ToList();

        Assert.Equal("", ReferenceCall.Problem(PutEventsJson.Write(batch, EventCase.TrackingId)));
        Assert.Equal(CapturedItems, interactions.Select(entry => entry.ItemId).Take(4));
        Assert.All(
            interactions,
            entry =>
            {
                Assert.Equal("Impression", entry.EventType);
                Assert.Equal("RID-24-4a6a-8380-506b189ff622-CID-529b19", entry.RecommendationId);
                Assert.Equal(CapturedItems, entry.Impression!.Take(4));
                Assert.Contains(entry.ItemId, entry.Impression!);
            }
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("^expose")]
    public void View_WithoutAType_IsNotSent(string selection)
    {
        var options = Some.Options(("EVENT_SELECTION_REGEX", selection));

        Assert.Empty(
            new Pipeline(options).Plan(EventCase.Load("published-expose-widget").Payload).Plan.Sessions
        );
    }

    [Fact]
    public void View_OutsideEveryRecommendation_IsSkipped() =>
        Assert.Equal(nameof(SkipReason.NotARecommendation), Map(Some.Shown("a")).Skip);

    [Fact]
    public void View_OfNoKnownItem_IsSkipped() =>
        Assert.Equal(nameof(SkipReason.NoItem), Map(Some.Widget("RID-1")).Skip);

    [Fact]
    public void View_OfMoreItemsThanAnImpressionTakes_HasEachItemAmongItsOwn()
    {
        var view = Map([Some.Widget("RID-1"), .. Some.Ids(40).Select(Some.Shown)]);

        Assert.Equal(Some.Ids(40), view.Items);
        Assert.All(view.Interactions, one => Assert.Contains(one.ItemId, one.Impression!));
        Assert.All(view.Interactions, one => Assert.Equal(25, one.Impression!.Count));
    }

    [Fact]
    public void View_OfMoreItemsThanAnEventMayHave_IsADeadLetter() =>
        Assert.Equal(
            DeadLetterReason.TooLarge,
            Map([Some.Widget("RID-1"), .. Some.Ids(1_001).Select(Some.Shown)]).DeadLetter
        );

    static OneEvent Map(params string[] entities) =>
        OneEvent.Map(Some.Described(Schema, "{}", entities), ("IMPRESSION_EVENT_TYPE", "Impression"));
}
