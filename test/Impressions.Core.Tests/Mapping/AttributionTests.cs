using Impressions.Core.Mapping;
using Impressions.Core.Snowplow;
using Impressions.Core.Tests.Support;

namespace Impressions.Core.Tests.Mapping;

public sealed class AttributionTests
{
    const string Url = "https://shop.example/?variant=1";

    [Theory]
    [InlineData("", null)]
    [InlineData("shop front", "shop front")]
    [InlineData("element_name", "recommendation-impression")]
    public void Source_OfARecommendationClick_IsWhatTheSettingSays(string setting, string? expected) =>
        Assert.Equal(
            expected,
            OneEvent
                .Map(Some.Click(Url, Some.Widget("RID-1")), ("ATTRIBUTION_SOURCE", setting))
                .Only.AttributionSource
        );

    [Theory]
    [InlineData("shop", "shop")]
    [InlineData("element_name", null)]
    public void Source_OutsideEveryRecommendation_IsTheConstantOnly(string setting, string? expected) =>
        Assert.Equal(
            expected,
            OneEvent.Map(Some.Line(), ("ATTRIBUTION_SOURCE", setting)).Only.AttributionSource
        );

    [Fact]
    public void Source_OfSeveralElements_IsTheOneWhoseIdCounts()
    {
        var click = Map(
            Some.Element("top", "dataset.recommendationId=RID-1"),
            Some.Element("bottom", "dataset.recommendationId=RID-2"),
            Some.Element("empty", "dataset.recommendationId=")
        );

        Assert.Equal(("RID-2", "bottom"), (click.Only.RecommendationId, click.Only.AttributionSource));
    }

    [Fact]
    public void Source_OfTheEventBefore_IsForgotten()
    {
        var options = Some.Options(("ATTRIBUTION_SOURCE", "element_name"));
        var click = Some.Click(Url, Some.Widget("RID-1"));
        var elsewhere = Some.Line((EnrichedColumn.EventId, "elsewhere"));

        var (plan, _) = new Pipeline(options).Plan(Some.Payload(click, elsewhere));

        Assert.Equal(
            ["recommendation-impression", null],
            plan.Sessions.SelectMany(calls => calls)
                .SelectMany(batch => batch.Entries)
                .Select(entry => entry.Interaction.AttributionSource)
        );
    }

    [Theory]
    [InlineData("größe")]
    [InlineData(" ")]
    [InlineData("")]
    public void Source_ThatTheServiceRefuses_IsDroppedAndCounted(string name)
    {
        var click = Map(Some.Element(name, "dataset.recommendationId=RID-1"));

        Assert.Null(click.Only.AttributionSource);
        Assert.Equal(1, click.Report.Of(Anomaly.AttributionDropped));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(1_024, true)]
    [InlineData(1_025, false)]
    [InlineData(0, false)]
    public void IsSource_OfALength_IsAsTheServiceTakes(int length, bool expected) =>
        Assert.Equal(expected, Attribution.IsSource(new string('x', length)));

    static OneEvent Map(params string[] elements) =>
        OneEvent.Map(
            Some.Click(Url, elements),
            ("ATTRIBUTION_SOURCE", "element_name"),
            ("RECOMMENDATION_ELEMENT", ".*")
        );
}
