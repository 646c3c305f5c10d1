using Impressions.Core.Batching;
using Impressions.Core.Mapping;
using Impressions.Core.Personalize;
using Impressions.Core.Tests.Reference;
using Impressions.Core.Tests.Support;

namespace Impressions.Core.Tests.Mapping;

public sealed class EventSizeTests
{
    readonly List<Anomaly> _anomalies = [];

    [Fact]
    public void Fit_OrdinaryIds_KeepsTheImpression() => AssertKept(Impression(count: 25, length: 14, 'x'));

    [Fact]
    public void Fit_LongIdsOfOneByteEach_KeepsTheImpression() =>
        AssertKept(Impression(count: 4, length: 240, 'x'));

    /// <summary>Within 1,000 characters, but of the kind that take 12 bytes each in JSON.</summary>
    [Fact]
    public void Fit_ImpressionThatOnlyEscapesMakeTooLarge_LeavesItOut()
    {
        var emoji = string.Concat(Enumerable.Repeat("😀", 100));
        var interaction = Some.Interaction(
            impression: [.. Enumerable.Range(0, 9).Select(i => $"{emoji}{i}")]
        ) with
        {
            Properties = """{"a":1}""",
            AttributionSource = "shop", // both stay: without the impression there is room for them
        };

        var fitted = EventSize.Fit(interaction, _anomalies);

        Assert.Null(fitted.Impression);
        Assert.Equal(interaction with { Impression = null }, fitted);
        Assert.Equal(1, _anomalies.Count(found => found == Anomaly.ImpressionCut));
    }

    [Fact]
    public void Fit_PropertiesThatAloneMakeTooLarge_LeavesThemOut()
    {
        var longest = string.Concat(Enumerable.Repeat("😀", PersonalizeLimits.MaxIdLength));
        var interaction = Some.Interaction() with
        {
            EventId = longest,
            ItemId = longest,
            Properties = $$"""{"a":"{{longest}}{{longest}}"}""",
        };

        Assert.Equal(interaction with { Properties = null }, EventSize.Fit(interaction, _anomalies));
        Assert.Equal(1, _anomalies.Count(found => found == Anomaly.PropertiesCut));
    }

    [Fact]
    public void Fit_LongestIdsWithoutImpression_AreWithinTheServicesLimits()
    {
        var longest = string.Concat(Enumerable.Repeat("😀", PersonalizeLimits.MaxIdLength)); // 12 bytes each in JSON
        var batch = new Batch(longest, longest);
        batch.Add(
            EventSize.Fit(
                Some.Interaction(longest, longest, longest, longest, impression: [longest]),
                _anomalies
            ),
            default
        );

        Assert.Equal("", ReferenceCall.Problem(PutEventsJson.Write(batch, "t")));
    }

    void AssertKept(IReadOnlyList<string> impression)
    {
        var interaction = Some.Interaction(impression: impression);

        Assert.Same(interaction, EventSize.Fit(interaction, _anomalies));
        Assert.Equal(0, _anomalies.Count(found => found == Anomaly.ImpressionCut));
    }

    static IReadOnlyList<string> Impression(int count, int length, char of) =>
        [.. Enumerable.Range(0, count).Select(i => new string(of, length - 1) + (char)('a' + i))];
}
