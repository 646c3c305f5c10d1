using System.Text;
using Impressions.Core.Mapping;
using Impressions.Core.Snowplow;
using Impressions.Core.Tests.Support;

namespace Impressions.Core.Tests.Selection;

public sealed class RobotMarksTests
{
    const string Iab = "iglu:com.iab.snowplow/spiders_and_robots/jsonschema/1-0-0";
    const string Yauaa = "iglu:nl.basjes/yauaa_context/jsonschema/1-0-4";
    const string BotDetection = "iglu:com.snowplowanalytics.snowplow/bot_detection/jsonschema/1-0-1";

    [Theory]
    [InlineData(Iab, """{"spiderOrRobot":true,"category":"SPIDER_OR_ROBOT"}""")]
    [InlineData(BotDetection, """{"bot":true,"indicators":["yauaa"]}""")]
    [InlineData(Yauaa, """{"deviceClass":"Robot"}""")]
    [InlineData(Yauaa, """{"deviceClass":"Robot Mobile"}""")]
    [InlineData(Yauaa, """{"deviceClass":"Robot Imitator"}""")]
    [InlineData(Yauaa, """{"deviceClass":"Desktop","agentClass":"Robot"}""")]
    [InlineData(Yauaa, """{"deviceClass":"Phone","agentClass":"Robot Mobile"}""")]
    public void Map_RobotByItsEntity_IsSkippedUnlessKept(string schema, string data)
    {
        var line = Marked(schema, data);

        Assert.Equal(SkipReason.Robot, SkipOf(line));
        Assert.Equal(SkipReason.Robot, SkipOf(line, ("ROBOTS", "skip")));
        Assert.Equal(SkipReason.None, SkipOf(line, ("ROBOTS", "keep")));
    }

    [Theory]
    [InlineData(Iab, """{"spiderOrRobot":false,"category":"BROWSER"}""")]
    [InlineData(Iab, """{"spiderOrRobot":"true"}""")]
    [InlineData(Iab, "{}")]
    [InlineData(BotDetection, """{"bot":false,"indicators":[]}""")]
    [InlineData(Yauaa, """{"deviceClass":"Desktop","agentClass":"Browser"}""")]
    [InlineData(Yauaa, """{"deviceClass":"Phone","agentClass":"Robot Imitator"}""")]
    [InlineData("iglu:com.acme/yauaa_context/jsonschema/1-0-0", """{"deviceClass":"Robot"}""")]
    public void Map_NobodyMarkedAsRobot_Counts(string schema, string data) =>
        Assert.Equal(SkipReason.None, SkipOf(Marked(schema, data)));

    [Theory]
    [InlineData("Robot", nameof(SkipReason.Robot))]
    [InlineData("Browser", nameof(SkipReason.None))]
    public void Map_BrowserType_SaysRobot(string type, string expected) =>
        Assert.Equal(expected, SkipOf(Some.Line((EnrichedColumn.BrowserType, type))).ToString());

    [Fact]
    public void Map_RobotByColumn_AllocatesNothing()
    {
        var pipeline = new Pipeline(Some.Options());
        var line = Encoding.UTF8.GetBytes(Some.Line((EnrichedColumn.BrowserType, "Robot")));

        Assert.Equal(0, Allocations.PerRun(() => pipeline.Map(line, OneEvent.Origin)));
    }

    [Fact]
    public void BrowserType_IsTheColumnOfItsName() =>
        Assert.Equal("br_type", EnrichedColumns.Names[(int)EnrichedColumn.BrowserType]);

    [Fact]
    public void Map_Robot_ShowsNothingToTheClicksThatFollow()
    {
        Assert.Equal(1, ShownAfter("""{"spiderOrRobot":false}"""));
        Assert.Equal(0, ShownAfter("""{"spiderOrRobot":true}"""));
    }

    /// <summary>Recommendations that are remembered after one came into a robot's or a visitor's view.</summary>
    static int ShownAfter(string iab)
    {
        var pipeline = new Pipeline(Some.Options(("IMPRESSION_STORE", "memory")));
        var exposed = Some.Described(
                $"{Some.Schema}/expose_element/jsonschema/1-0-0",
                """{"element_name":"recommendation-impression"}""",
                [Some.Widget("RID-1"), Some.Shown("a")]
            )
            .With((EnrichedColumn.DerivedContexts, Some.Contexts(Some.Entity(Iab, iab))));
        _ = pipeline.Plan(Some.Payload(exposed));
        return pipeline.ShownItems!.Of("RID-1") is null ? 0 : 1;
    }

    static string Marked(string schema, string data) =>
        Some.Line((EnrichedColumn.DerivedContexts, Some.Contexts(Some.Entity(schema, data))));

    static SkipReason SkipOf(string line, params (string, string)[] settings) =>
        new Pipeline(Some.Options(settings)).Map(Encoding.UTF8.GetBytes(line), OneEvent.Origin).Skip;
}
