using System.Text.Json;
using Impressions.Core.Mapping;
using Impressions.Core.Snowplow;
using Impressions.Core.Tests.Support;

namespace Impressions.Core.Tests.Mapping;

public sealed class EventPropertiesTests
{
    const string Film = "iglu:com.acme/film/jsonschema/1-0-0";

    [Fact]
    public void Of_ColumnsAndMembers_KeepTheirJsonTypeAndOrder()
    {
        var line = ColumnsOf(
            ("dvce_type", "Tablet"),
            ("br_viewwidth", "1280"),
            ("dvce_ismobile", "0"),
            (
                "contexts",
                Some.Contexts(Some.Product("sku-1"), Some.Entity(Film, """{"year":1999.5,"new":true}"""))
            )
        );

        Assert.Equal(
            """{"device":"Tablet","width":1280,"mobile":false,"category":"c","year":1999.5,"new":true}""",
            Only(
                line,
                "device=dvce_type, width = br_viewwidth,mobile=dvce_ismobile,category=product.category,year=film.year,new="
                    + Film
                    + "#new"
            )
        );
    }

    [Theory]
    [InlineData("""["a","b",3]""", "\"a|b|3\"")]
    [InlineData("""["a",null,{"b":1},["c"],true]""", "\"a\"")]
    [InlineData("\"quote \\\" and tab \\t\"", "\"quote \\\" and tab \\t\"")]
    [InlineData("-1.5e3", "-1.5e3")]
    [InlineData("false", "false")]
    public void Of_Value_IsAFlatJsonValue(string value, string expected) =>
        Assert.Equal($$"""{"v":{{expected}}}""", Only(FilmWith(value), "v=film.v"));

    [Theory]
    [InlineData("null")]
    [InlineData("\"\"")]
    [InlineData("[]")]
    [InlineData("[null]")]
    [InlineData("{\"a\":1}")]
    [InlineData("1e999")]
    public void Of_NothingThatAPropertyCouldHold_IsLeftOut(string value) =>
        Assert.Null(Only(FilmWith(value), "v=film.v,w=film.w"));

    [Theory]
    [InlineData("br_viewwidth", "wide", "\"wide\"")]
    [InlineData("br_viewwidth", "+1", "\"+1\"")]
    [InlineData("dvce_ismobile", "1", "true")]
    [InlineData("dvce_ismobile", "yes", "\"yes\"")]
    public void Of_ColumnOfAnotherShape_IsText(string column, string value, string expected) =>
        Assert.Equal($$"""{"v":{{expected}}}""", Only(ColumnsOf((column, value)), $"v={column}"));

    [Fact]
    public void Of_SeveralEntities_TellsOfTheItemsOwn()
    {
        var line = Some.Action(
            "list_view",
            Some.Entity($"{Some.Schema}.ecommerce/product/jsonschema/1-0-0", """{"id":"a","tier":"low"}"""),
            Some.Entity($"{Some.Schema}.ecommerce/product/jsonschema/1-0-0", """{"id":"b","tier":"high"}"""),
            Some.Entity($"{Some.Schema}.ecommerce/product/jsonschema/1-0-0", """{"id":"c"}""")
        );

        Assert.Equal(
            ["""{"t":"low"}""", """{"t":"high"}""", null],
            OneEvent
                .Map(line, ("PROPERTIES", "t=product.tier"))
                .Interactions.Select(interaction => interaction.Properties)
        );
    }

    [Fact]
    public void Of_EntitiesOfNoItem_TellsOfTheFirst() =>
        Assert.Equal(
            """{"v":1}""",
            Only(
                Some.Line(
                    (
                        EnrichedColumn.Contexts,
                        Some.Contexts(
                            Some.Product("sku-1"),
                            Some.Entity(Film, """{"v":1}"""),
                            Some.Entity(Film, """{"v":2}""")
                        )
                    )
                ),
                "v=film.v"
            )
        );

    /// <summary>A character outside the basic plane is escaped, twelve characters long.</summary>
    [Theory]
    [InlineData(83, "id v")]
    [InlineData(84, "id")]
    [InlineData(100_000, "id")]
    public void Of_MoreThanTheServiceTakes_LeavesOutTheLast(int length, string expected)
    {
        var line = FilmWith($"\"{string.Concat(Enumerable.Repeat("\ud83c\udfac", length))}\"");

        var mapped = OneEvent.Map(line, ("PROPERTIES", "id=product.id,v=film.v"));

        using var properties = JsonDocument.Parse(mapped.Only.Properties!);
        Assert.Equal(
            expected.Split(' '),
            properties.RootElement.EnumerateObject().Select(property => property.Name)
        );
        Assert.Equal(expected == "id" ? 1 : 0, mapped.Report.Of(Anomaly.PropertiesCut));
        Assert.InRange(mapped.Only.Properties!.Length, 2, 1_024);
    }

    [Fact]
    public void Of_PropertyBehindOneThatIsTooLong_IsLeftOutToo() =>
        Assert.Null(Only(FilmWith($"\"{new string('x', 2_000)}\""), "v=film.v,id=product.id"));

    [Theory]
    [InlineData("userId=dvce_type")]
    [InlineData("USERID=dvce_type")]
    [InlineData("timestamp=dvce_type")]
    [InlineData("itemId=dvce_type")]
    [InlineData("impression=dvce_type")]
    public void Read_ReservedName_IsRefusedByName(string setting) =>
        Assert.Contains(
            $"got {setting.Split('=')[0]}, which Personalize reserves",
            Problem(setting),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("device", "expected name=place")]
    [InlineData("=dvce_type", "expected name=place")]
    [InlineData("1a=dvce_type", "expected name=place")]
    [InlineData("a b=dvce_type", "expected name=place")]
    [InlineData("a=nowhere", "expected name=place")]
    [InlineData("a=dvce_type,a=os_name", "expected each name once, got a twice")]
    [InlineData(
        "a=app_id,b=app_id,c=app_id,d=app_id,e=app_id,f=app_id,g=app_id,h=app_id,i=app_id,j=app_id,k=app_id,l=app_id,m=app_id,n=app_id,o=app_id,p=app_id,q=app_id",
        "expected 16 properties at most, got 17"
    )]
    public void Read_Mistake_IsSaid(string setting, string expected) =>
        Assert.Contains(expected, Problem(setting), StringComparison.Ordinal);

    [Theory]
    [InlineData(1, 1, 1, 256)] // all ids as long as can be
    [InlineData(1, 1, 0, 190)]
    [InlineData(1, 0, 0, 60)]
    [InlineData(0, 0, 0, 1)]
    public void Fit_TooLarge_LeavesOutTheImpressionThenThePropertiesThenTheSource(
        int impressions,
        int properties,
        int sources,
        int idLength
    )
    {
        var id = string.Concat(Enumerable.Repeat("\ud83c\udfac", idLength));
        var interaction = Some.Interaction(itemId: id, eventId: id) with
        {
            EventType = id,
            AttributionSource = new string('"', 1_024),
            Properties = $"{{\"v\":\"{new string('\u20ac', 1_016)}\"}}",
            Impression = [.. Enumerable.Repeat("\ud83c\udfac", 250)],
        };
        var anomalies = new List<Anomaly>();

        var fitted = EventSize.Fit(interaction, anomalies);

        Assert.Equal(
            (impressions, properties, sources),
            (
                anomalies.Count(found => found == Anomaly.ImpressionCut),
                anomalies.Count(found => found == Anomaly.PropertiesCut),
                anomalies.Count(found => found == Anomaly.AttributionDropped)
            )
        );
        Assert.Equal(
            (impressions == 1, properties == 1, sources == 1),
            (fitted.Impression is null, fitted.Properties is null, fitted.AttributionSource is null)
        );
    }

    static string? Only(string line, string setting) =>
        OneEvent.Map(line, ("PROPERTIES", setting)).Only.Properties;

    static string FilmWith(string value) =>
        ColumnsOf(
            ("contexts", Some.Contexts(Some.Product("sku-1"), Some.Entity(Film, $$"""{"v":{{value}}}""")))
        );

    static string ColumnsOf(params (string Name, string Value)[] columns) =>
        Some.Line([
            .. columns.Select(column =>
                ((EnrichedColumn)EnrichedColumns.Names.ToList().IndexOf(column.Name), column.Value)
            ),
        ]);

    static string Problem(string setting)
    {
        _ = ImpressionsOptions.TryRead(
            name =>
                name == "PROPERTIES" ? setting
                : name == Settings.TrackingId.Name ? "t"
                : null,
            out _,
            out var problems
        );
        return Assert.Single(problems);
    }
}
