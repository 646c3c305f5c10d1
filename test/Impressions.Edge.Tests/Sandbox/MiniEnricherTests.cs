using System.Text;
using System.Text.Json.Nodes;
using Impressions.Core.Tests.Support;
using Impressions.Sandbox.Collector;
using Impressions.Sandbox.Enrichment;

namespace Impressions.Edge.Tests.Sandbox;

/// <summary>The small enricher against the enriched events that were captured with the same requests.</summary>
public class MiniEnricherTests
{
    /// <summary>Named differently by each pipeline, or new each time.</summary>
    static readonly string[] Own =
    [
        "etl_tstamp",
        "v_collector",
        "v_etl",
        "event_fingerprint",
        "network_userid",
        "user_ipaddress",
    ];

    public static TheoryData<string> Cases => [.. CapturedPayloads.Names];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Enrich_CapturedRequests_MakeTheCapturedColumns(string name)
    {
        var good = Enrich(name).Where(enriched => enriched.IsGood).Select(Columns).ToList();

        Assert.Equal(Expected(name), good);
    }

    [Fact]
    public void Cases_CoverTheCapturedEvents() =>
        Assert.InRange(CapturedPayloads.Names.Sum(name => Expected(name).Count), 90, 200);

    [Theory]
    [InlineData("ecommerce-numeric-product-id", TrackingProblemKind.SchemaViolation, "product.id")]
    [InlineData(
        "ecommerce-transaction-no-products",
        TrackingProblemKind.SchemaViolation,
        "transaction.total_quantity"
    )]
    [InlineData("autolink-item3-and-unrelated", TrackingProblemKind.NestedEntities, "contexts")]
    public void Enrich_CapturedBadRow_SaysWhatIsWrong(string name, object kind, string where)
    {
        var bad = Enrich(name).First(enriched => !enriched.IsGood);

        Assert.Equal(((TrackingProblemKind)kind, where), (bad.Problems[0].Kind, bad.Problems[0].Where));
    }

    [Theory]
    [InlineData("ue_px", "*not base64*", TrackingProblemKind.Base64)]
    [InlineData("cx", "abcde", TrackingProblemKind.Base64)]
    [InlineData("ue_px", "bm8ganNvbg", TrackingProblemKind.SelfDescribingJson)]
    [InlineData(
        "co",
        "{\"schema\":\"iglu:a/contexts/jsonschema/1-0-0\",\"data\":[]}",
        TrackingProblemKind.SelfDescribingJson
    )]
    [InlineData("co", "[]", TrackingProblemKind.SelfDescribingJson)]
    [InlineData("eid", "7", TrackingProblemKind.Parameter)]
    [InlineData("dtm", "yesterday", TrackingProblemKind.Parameter)]
    [InlineData("dtm", "999999999999999999", TrackingProblemKind.Parameter)]
    [InlineData("e", "xx", TrackingProblemKind.Parameter)]
    [InlineData("res", "wide", TrackingProblemKind.Parameter)]
    public void Enrich_BadParameter_IsABadRow(string parameter, string value, object kind)
    {
        var parameters = new Dictionary<string, string> { ["e"] = "ue", [parameter] = value };

        var enriched = MiniEnricher.Enrich(
            new TrackedEvent(parameters, CapturedPayloads.Read("page-view")[0].Request),
            DateTimeOffset.UnixEpoch
        );

        Assert.Contains((TrackingProblemKind)kind, enriched.Problems.Select(problem => problem.Kind));
    }

    [Fact]
    public void Enrich_UnknownSchema_IsNotCheckedAndSaysSo()
    {
        const string own = """{"schema":"iglu:com.acme/own/jsonschema/1-0-0","data":{"a":1}}""";
        var parameters = new Dictionary<string, string>
        {
            ["e"] = "ue",
            ["ue_pr"] =
                $$"""{"schema":"iglu:com.snowplowanalytics.snowplow/unstruct_event/jsonschema/1-0-0","data":{{own}}}""",
        };

        var enriched = MiniEnricher.Enrich(
            new TrackedEvent(parameters, CapturedPayloads.Read("page-view")[0].Request),
            DateTimeOffset.UnixEpoch
        );

        Assert.Empty(enriched.Problems);
        Assert.Equal(["iglu:com.acme/own/jsonschema/1-0-0"], enriched.Unchecked);
        Assert.Equal(("com.acme", "own"), (enriched.Row["event_vendor"], enriched.Row["event_name"]));
    }

    static IEnumerable<EnrichedTracking> Enrich(string name) =>
        CapturedPayloads
            .Read(name)
            .Select(tracked => MiniEnricher.Enrich(tracked, DateTimeOffset.UnixEpoch))
            .ToList();

    static string Columns(EnrichedTracking enriched) =>
        Columns(Encoding.UTF8.GetString(enriched.Row.ToLine()));

    static List<string> Expected(string name)
    {
        var file = Path.Combine(Repository.Events, name, "events.tsv");
        return File.Exists(file)
            ? [.. File.ReadAllText(file).Split('\n').Where(line => line.Length > 0).Select(Columns)]
            : [];
    }

    /// <summary>One column a line, JSON in one spelling.</summary>
    static string Columns(string line) =>
        string.Join(
            '\n',
            line.Split('\t')
                .Zip(EnrichedColumnNames.All)
                .Where(column => !Own.Contains(column.Second))
                .Select(column => $"{column.Second} {Spelled(column.First)}")
        );

    static string Spelled(string value) =>
        value.StartsWith('{') ? JsonNode.Parse(value)!.ToJsonString() : value;
}
