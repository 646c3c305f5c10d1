using System.Text;
using Impressions.Core.Mapping;
using Impressions.Core.Snowplow;
using Impressions.Core.Tests.Support;

namespace Impressions.Core.Tests.Selection;

public sealed class EventFilterTests
{
    static readonly string Line = Some.Action(
            "product_view",
            Some.Product("sku-1"),
            Some.Product("sku-2"),
            Some.Entity(
                "iglu:com.acme/user/jsonschema/1-0-0",
                """{"is_internal":true,"level":3,"tags":["a","b"],"flags":[false,true],"name":"J\u00f6rg","none":null}"""
            )
        )
        .With((EnrichedColumn.UserId, "jane"), (EnrichedColumn.PageUrl, "https://shop.acme.com/a,b?q=1"));

    [Theory]
    [InlineData("")]
    [InlineData("user_id=jane")]
    [InlineData(" user_id = jane , event_name = snowplow_ecommerce_action ,")]
    [InlineData("user_id=^(jane|joe)$")]
    [InlineData("user_id=(jane|joe)")]
    [InlineData("user_id=jane|joe")]
    [InlineData("user_id=ja.*")]
    [InlineData("user_id=(?i)JANE")]
    [InlineData("user_id=^jan|jane$")]
    [InlineData("user_id!=")]
    [InlineData("user_id!=jan")]
    [InlineData("user_id!=jan|ane")]
    [InlineData("user_id!=an.")]
    [InlineData("app_id=")]
    [InlineData("app_id=^$")]
    [InlineData("app_id!=web")]
    [InlineData(@"page_url=https://shop\.acme\.com/a\x2Cb\?q=1")]
    [InlineData("page_url=.*[?&]q=1")]
    [InlineData("user.is_internal=true")]
    [InlineData("user.level=[1-3]")]
    [InlineData("user.tags=b")]
    [InlineData("user.tags!=c")]
    [InlineData("user.flags=true")]
    [InlineData("user.name=Jörg")]
    [InlineData("user.none=")]
    [InlineData("user.missing!=x")]
    [InlineData("user.missing=")]
    [InlineData("nobody.id=")]
    [InlineData("nobody.id!=1")]
    [InlineData("iglu:com.acme/user/jsonschema/1-0-0#level=3")]
    [InlineData("iglu:com.other/user/jsonschema/1-0-0#level!=3")]
    [InlineData("product.id=sku-2")]
    [InlineData("user_id=jane,user.level=3,product.id=sku-1,app_id!=x")]
    public void Map_AllConditionsHold_Counts(string filter) =>
        Assert.Equal(SkipReason.None, SkipOf(Line, filter));

    [Theory]
    [InlineData("user_id=joe")]
    [InlineData("user_id=jan")]
    [InlineData("user_id=ja")]
    [InlineData("user_id=an.")]
    [InlineData("user_id=")]
    [InlineData("user_id!=jane")]
    [InlineData("user_id!=^jane$")]
    [InlineData("user_id!=j.*")]
    [InlineData("app_id=web")]
    [InlineData("app_id!=")]
    [InlineData("user.is_internal!=true")]
    [InlineData("user.is_internal=false")]
    [InlineData("user.level=[4-9]")]
    [InlineData("user.tags!=b")]
    [InlineData("user.tags=c")]
    [InlineData("user.flags!=true")]
    [InlineData("user.none!=")]
    [InlineData("nobody.id=1")]
    [InlineData("iglu:com.other/user/jsonschema/1-0-0#level=3")]
    [InlineData("product.id!=sku-2")]
    [InlineData("user_id=jane,user.level=4")]
    [InlineData("user_id=joe,user.level=3")]
    public void Map_AConditionDoesNotHold_IsFiltered(string filter) =>
        Assert.Equal(SkipReason.Filtered, SkipOf(Line, filter));

    [Theory]
    [InlineData("1", "dvce_ismobile=true", nameof(SkipReason.None))]
    [InlineData("0", "dvce_ismobile=true", nameof(SkipReason.Filtered))]
    [InlineData("0", "dvce_ismobile=false", nameof(SkipReason.None))]
    [InlineData("", "dvce_ismobile=false", nameof(SkipReason.Filtered))]
    [InlineData("", "dvce_ismobile!=true", nameof(SkipReason.None))]
    public void Map_ColumnOfOneAndZero_IsTrueAndFalse(string value, string filter, string expected)
    {
        var columns = Line.Split('\t');
        columns[EnrichedColumns.Names.ToList().IndexOf("dvce_ismobile")] = value;

        Assert.Equal(expected, SkipOf(string.Join('\t', columns), filter).ToString());
    }

    [Theory]
    [InlineData(8_192, nameof(SkipReason.None))]
    [InlineData(8_193, nameof(SkipReason.Filtered))]
    public void Map_LongValue_MatchesNothingBeyond8192Bytes(int length, string expected) =>
        Assert.Equal(
            expected,
            SkipOf(Line.With((EnrichedColumn.PageUrl, new string('x', length))), "page_url=x+").ToString()
        );

    [Fact]
    public void Map_FilteredByColumn_ReadsNoJson()
    {
        var broken = Line.With((EnrichedColumn.Contexts, "{"), (EnrichedColumn.UnstructEvent, "{"));

        Assert.Equal(SkipReason.Filtered, SkipOf(broken, "user_id=joe"));
        Assert.NotEqual(SkipReason.Filtered, SkipOf(broken, "user_id=jane"));
    }

    [Fact]
    public void Map_NotSelectedAndFiltered_IsNotSelected() =>
        Assert.Equal(
            SkipReason.NotSelected,
            SkipOf(Line.With((EnrichedColumn.EventName, "page_ping")), "user_id=joe")
        );

    [Theory]
    [InlineData("app_id=web|shop")]
    [InlineData("app_id=(web|shop).*")]
    [InlineData("app_id=web,user.level=3")]
    public void Map_FilteredByColumn_AllocatesNothing(string filter)
    {
        var pipeline = new Pipeline(Some.Options(("EVENT_FILTER", filter)));
        var line = Encoding.UTF8.GetBytes(Line);

        Assert.Equal(0, Allocations.PerRun(() => pipeline.Map(line, OneEvent.Origin)));
    }

    [Fact]
    public void Map_AllThatIsCaptured_IsSplitByAConditionAndItsContrary()
    {
        var (web, other) = (Pipeline("platform=web"), Pipeline("platform!=web"));
        var counted = 0;
        foreach (var line in CapturedLines.All)
        {
            var skips = (Of(web, line), Of(other, line));
            var isFiltered = (skips.Item1 == SkipReason.Filtered, skips.Item2 == SkipReason.Filtered);
            if (skips.Item1 != SkipReason.NotSelected)
            {
                var isWeb = Encoding.UTF8.GetString(line).Split('\t')[1] == "web";
                Assert.Equal((!isWeb, isWeb), isFiltered);
                counted++;
            }
        }

        Assert.InRange(counted, 20, 1_000);
    }

    [Fact]
    public void Map_EventLeftOut_DoesNotTellWhoseItsSessionIs()
    {
        var named = Line.With((EnrichedColumn.EventId, "other"), (EnrichedColumn.UserId, "jane"));
        var unnamed = Some.Line();

        Assert.Equal("jane", UserOf(unnamed, named, "user.level=|3"));
        Assert.Equal("device-1", UserOf(unnamed, named, "user.level=|4"));
        Assert.Equal("device-1", UserOf(unnamed, named, "user_id!=jane"));
    }

    static string? UserOf(string line, string earlier, string filter)
    {
        var pipeline = new Pipeline(Some.Options(("SESSION_IDENTITY", "on"), ("EVENT_FILTER", filter)));
        _ = pipeline.Plan(Some.Payload(earlier));
        return pipeline.Plan(Some.Payload(line)).Plan.Sessions[0][0].Entries[0].Interaction.UserId;
    }

    static Pipeline Pipeline(string filter) => new(Some.Options(("EVENT_FILTER", filter)));

    static SkipReason SkipOf(string line, string filter) =>
        Of(Pipeline(filter), Encoding.UTF8.GetBytes(line));

    static SkipReason Of(Pipeline pipeline, byte[] line) => pipeline.Map(line, OneEvent.Origin).Skip;
}
