using System.Globalization;
using System.Text;
using Impressions.Core.Snowplow;
using Impressions.Core.Tests.Support;
using Impressions.Emulation.Lambda;
using Impressions.Emulation.Personalize;
using Impressions.EndToEnd.Tests.Support;

namespace Impressions.EndToEnd.Tests.Sandbox;

/// <summary>
/// Journeys of six visitors of the demonstration shop in a real browser, with the real tracker: what follows from a click
/// reaches Personalize with the click's recommendation id, and nothing else has one.
/// </summary>
public sealed class ConversionBrowserTests
{
    const string Home = "RID-home-506b189ff622-CID-529b19";
    const string Product = "RID-product-506b189ff622-CID-529b19";
    const string Bought = "HP-124";

    static readonly (string Name, string Value)[] Settings =
    [
        ("ATTRIBUTE_CONVERSIONS", "memory"),
        ("SESSION_IDENTITY", "on"),
        ("EVENT_TYPES", "snowplow_ecommerce_action.add_to_cart=AddToCart"),
    ];

    /// <summary>All that Personalize takes, by visitor, in order; a click shows what was on view.</summary>
    static readonly string[] Expected =
    [
        // bought
        $"Click {Bought} {Home} shown, View {Bought} {Home}, AddToCart {Bought} {Home}, Purchase {Bought} {Home}",
        // login between
        $"Click HP-101 {Home} shown, View HP-101 {Home}, Purchase HP-101 {Home} by customer-42",
        // two widgets with the item, the last click in the second
        $"Click EB-203 {Home} shown, View EB-203 {Home}, View SP-302, Click EB-203 {Product} shown, View EB-203 {Product}, Purchase EB-203 {Product}",
        // no click
        "View HP-118, Purchase HP-118",
        // click of another item
        $"Click HP-118 {Home} shown, View HP-118 {Home}, View EB-217, Purchase EB-217",
        // purchase before the click
        $"View SP-302, Purchase SP-302, Click SP-302 {Home} shown, View SP-302 {Home}",
    ];

    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    public ConversionBrowserTests() => Needs.Browser();

    [Fact]
    public async Task Journeys_InTheBrowser_GiveEachConversionItsRecommendationOrNone()
    {
        var visit = await BrowserVisit.MakeAsync("journeys", "", Settings);

        Assert.Empty(visit.Problems);
        Assert.Equal(Expected, Told(visit.Accepted));
        await AssertAgainAsync(visit.Lines, Expected);
        // The purchase is later than the window is long.
        await AssertAgainAsync(
            visit.Lines.Select(line => IsPurchaseOf(line, Bought) ? Later(line, hours: 3) : line),
            Expected.Select(told =>
                told.Replace($"Purchase {Bought} {Home}", $"Purchase {Bought}", StringComparison.Ordinal)
            ),
            ("ATTRIBUTION_WINDOW_HOURS", "2")
        );
    }

    /// <summary>The captured lines, one invocation after another, through another process of the published function.</summary>
    static async Task AssertAgainAsync(
        IEnumerable<ReadOnlyMemory<byte>> lines,
        IEnumerable<string> expected,
        params (string Name, string Value)[] more
    )
    {
        await using var function = await LocalLambda.StartAsync(
            new LocalLambdaOptions(Built.Function)
            {
                Settings = Settings
                    .Concat(more)
                    .ToDictionary(setting => setting.Name, setting => setting.Value),
            },
            CancellationToken.None
        );
        foreach (var line in lines)
        {
            var payload = Payload.Of([line], DateTimeOffset.UtcNow);
            var answer = await function.InvokeAsync(payload.Json, Timeout, CancellationToken.None);
            Assert.Null(answer.Error);
            Assert.Equal("""{"batchItemFailures":[]}""", Encoding.UTF8.GetString(answer.Response.Span));
        }

        Assert.All(function.Personalize.Calls, call => Assert.True(call.IsAccepted));
        Assert.Equal(expected, Told(function.Personalize.Accepted));
    }

    /// <summary>A line for each visitor, who has one session.</summary>
    static IEnumerable<string> Told(IEnumerable<AcceptedEvent> accepted) =>
        accepted.GroupBy(taken => taken.SessionId).Select(taken => string.Join(", ", taken.Select(Told)));

    static string Told(AcceptedEvent taken) =>
        string.Join(
            ' ',
            new[]
            {
                taken.Event.EventType,
                taken.Event.ItemId,
                taken.Event.RecommendationId,
                taken.Event.Impression is null ? null : "shown",
                taken.UserId == "customer-42" ? "by customer-42" : null,
            }.OfType<string>()
        );

    static bool IsPurchaseOf(ReadOnlyMemory<byte> line, string item)
    {
        var columns = Encoding.UTF8.GetString(line.Span).Split('\t');
        return columns[(int)EnrichedColumn.UnstructEvent]
                .Contains("\"type\":\"transaction\"", StringComparison.Ordinal)
            && columns[(int)EnrichedColumn.Contexts].Contains($"\"id\":\"{item}\"", StringComparison.Ordinal);
    }

    static ReadOnlyMemory<byte> Later(ReadOnlyMemory<byte> line, int hours)
    {
        var text = Encoding.UTF8.GetString(line.Span);
        var time = DateTime.Parse(
            text.Split('\t')[(int)EnrichedColumn.DerivedTimestamp],
            CultureInfo.InvariantCulture
        );
        return Encoding.UTF8.GetBytes(
            text.With(
                (
                    EnrichedColumn.DerivedTimestamp,
                    time.AddHours(hours).ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture)
                )
            )
        );
    }
}
