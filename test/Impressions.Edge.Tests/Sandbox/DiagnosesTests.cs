using Impressions.Core;
using Impressions.Emulation.Lambda;
using Impressions.Sandbox;
using Impressions.Sandbox.Enrichment;
using Impressions.Sandbox.View;

namespace Impressions.Edge.Tests.Sandbox;

/// <summary>Trouble that real pages had, found from what their trackers sent.</summary>
public class DiagnosesTests
{
    [Theory]
    [InlineData("published-click-item3", "link_click", DiagnosisKind.NoItemComponent)]
    [InlineData("tracking-double-start", "link_click", DiagnosisKind.StartedTwice)]
    [InlineData("anon-client", "snowplow_ecommerce_action", DiagnosisKind.AnonymousWithoutSession)]
    [InlineData("ecommerce-numeric-product-id", "snowplow_ecommerce_action", DiagnosisKind.SchemaViolation)]
    [InlineData("autolink-item3-and-unrelated", "link_click", DiagnosisKind.NestedEntities)]
    public void Of_CapturedTrouble_NamesItAndTheLineThatMendsIt(string name, string eventName, object kind)
    {
        var found = See(name).Where(seen => seen.Name == eventName).SelectMany(seen => seen.Diagnoses);

        var diagnosis = Assert.Single(found.DistinctBy(each => each.Kind));
        Assert.Equal(kind, diagnosis.Kind);
        Assert.NotEmpty(diagnosis.Fix);
    }

    [Theory]
    [InlineData("tracking-same-config-item-and-widget")]
    [InlineData("tracking-details-callback-items")]
    [InlineData("unrelated-link-click")]
    [InlineData("ecommerce-transaction")]
    [InlineData("media-play-to-end")]
    [InlineData("dup-slow-collector-navigate")]
    [InlineData("page-view")]
    public void Of_NothingWrong_IsNothing(string name) =>
        Assert.All(See(name), seen => Assert.DoesNotContain(seen.Diagnoses, found => !found.IsHint));

    [Fact]
    public void Of_NumericProductId_SaysHowToWriteIt() =>
        Assert.Equal(
            "id: String(id),",
            See("ecommerce-numeric-product-id").SelectMany(seen => seen.Diagnoses).First().Fix
        );

    /// <summary>As the sandbox does it, without the function.</summary>
    static List<SeenEvent> See(string name)
    {
        Assert.True(
            ImpressionsOptions.TryRead(
                setting => setting == Settings.TrackingId.Name ? "none" : null,
                out var options,
                out _
            )
        );
        var all = CapturedPayloads
            .Read(name)
            .Select(
                (tracked, i) =>
                    new SeenEvent(i + 1, tracked.Request.ReceivedAt)
                    {
                        Tracked = tracked,
                        Enriched = MiniEnricher.Enrich(tracked, DateTimeOffset.UnixEpoch),
                    }
            )
            .ToList();
        var good = all.FindAll(seen => seen.Enriched!.IsGood);
        var lines = good.ConvertAll(seen => (ReadOnlyMemory<byte>)seen.Enriched!.Row.ToLine());
        var payload = Payload.Of(lines, DateTimeOffset.UnixEpoch).Json;
        var predicted = new EventFates(options).Predict(good, payload).ToDictionary(seen => seen.Number);
        for (var i = 0; i < all.Count; i++)
        {
            var seen = predicted.GetValueOrDefault(all[i].Number, all[i]);
            all[i] = seen with { Diagnoses = Diagnoses.Of(new Evidence(seen, all.GetRange(0, i), options)) };
        }

        return all;
    }
}
