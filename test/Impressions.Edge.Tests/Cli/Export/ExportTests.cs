using System.Globalization;
using System.Text;
using System.Text.Json;
using CsvHelper;
using Impressions.Cli.Export;
using Impressions.Cli.Input;
using Impressions.Core;
using Impressions.Core.Snowplow;
using Impressions.Core.Tests.Support;
using Impressions.Edge.Tests.Support;

namespace Impressions.Edge.Tests.Cli.Export;

public sealed class ExportTests
{
    public static TheoryData<string> Cases => [.. EventCase.Names];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Add_CapturedEvents_WritesWhatTheFunctionSends(string name)
    {
        var given = EventCase.Load(name);

        var (rows, export) = Of(given.Options, InputRecords.Of(given.Payload));

        Assert.Equal(
            given
                .Calls.SelectMany(Expected)
                .Where(row => row.User.Length > 0)
                .OrderBy(Text, StringComparer.Ordinal),
            rows.OrderBy(Text, StringComparer.Ordinal)
        );
        Assert.Equal(given.Calls.SelectMany(Expected).Count(row => row.User.Length == 0), export.WithoutUser);
        Assert.Equal(rows.Count, export.Interactions);
        Assert.Equal(
            given.Fates.Count(fate => fate.StartsWith("dead:", StringComparison.Ordinal)),
            export.DeadLetters
        );
    }

    [Fact]
    public void Add_Properties_AreColumnsOfTheirOwn()
    {
        var options = Some.Options(
            ("PROPERTIES", "priceTier=product.category,viewWidth=br_viewwidth,mobile=dvce_ismobile")
        );
        using var output = new MemoryStream();
        using (var csv = new InteractionsCsv(output, options.Properties))
        {
            Export(
                options,
                csv,
                InputRecords.OfLines(
                    Some.Line(
                        ((EnrichedColumn)EnrichedColumns.Names.ToList().IndexOf("br_viewwidth"), "1280")
                    )
                )
            );
        }

        var lines = Encoding.UTF8.GetString(output.ToArray()).Split('\n');
        Assert.EndsWith(",IMPRESSION,PRICE_TIER,VIEW_WIDTH,MOBILE", lines[0], StringComparison.Ordinal);
        Assert.EndsWith(",c,1280,", lines[1], StringComparison.Ordinal);
        using var schema = JsonDocument.Parse(InteractionsCsv.SchemaOf(options.Properties));
        Assert.Equal(
            ["string", "double", "boolean"],
            schema
                .RootElement.GetProperty("fields")
                .EnumerateArray()
                .TakeLast(3)
                .Select(field => field.GetProperty("type")[0].GetString())
        );
    }

    [Fact]
    public void Add_SameEventFarApart_IsWrittenOnce()
    {
        using var csv = new InteractionsCsv(Stream.Null, []);

        var export = Export(
            Some.Options(),
            csv,
            InputRecords.OfLines(Some.Line()),
            InputRecords.OfLines(Some.Line())
        );

        Assert.Equal((2, 1, 1), (export.Events, export.Interactions, export.Duplicates));
    }

    /// <summary>The first one counts, as in the function.</summary>
    [Fact]
    public void Add_SameEventWithMoreItems_IsLeftOut()
    {
        using var csv = new InteractionsCsv(Stream.Null, []);

        var export = Export(
            Some.Options(),
            csv,
            InputRecords.OfLines(Some.Action("list_view", Some.Product("a"), Some.Product("b"))),
            InputRecords.OfLines(
                Some.Action("list_view", Some.Product("a"), Some.Product("b"), Some.Product("c"))
            )
        );

        Assert.Equal((2, 1), (export.Interactions, export.Duplicates));
    }

    [Fact]
    public void Add_EventsWithoutId_AreNotTakenForEachOther()
    {
        var lines = InputRecords.OfLines(
            Some.Line((EnrichedColumn.EventId, "")),
            Some.Line((EnrichedColumn.EventId, ""))
        );
        using var csv = new InteractionsCsv(Stream.Null, []);

        var export = Export(Some.Options(), csv, [lines[0]], [lines[1]]);

        Assert.Equal((2, 0), (export.Interactions, export.Duplicates));
    }

    [Theory]
    [InlineData("a,b")]
    [InlineData("a\"b")]
    [InlineData("=1+1")]
    [InlineData(" a ")]
    [InlineData("é😀")]
    public void Add_OddUser_IsReadBackAsItIs(string user)
    {
        var (rows, _) = Of(Some.Options(), InputRecords.OfLines(Some.Line((EnrichedColumn.UserId, user))));

        Assert.Equal(user, Assert.Single(rows).User);
    }

    [Fact]
    public void Write_ItemWithTheSeparator_LeavesTheImpressionOut()
    {
        var interaction = Some.Interaction(itemId: "a|b", impression: ["a|b", "c"]);
        using var output = new MemoryStream();
        using (var csv = new InteractionsCsv(output, []))
        {
            csv.Write(interaction);
            csv.Write(interaction with { Impression = ["a", "c"] });
        }

        Assert.False(InteractionsCsv.CanWrite(interaction.Impression));
        Assert.Equal([("a|b", ""), ("a|b", "a|c")], Rows(output).Select(row => (row.Item, row.Impression)));
    }

    [Theory]
    [InlineData("u\n1", "a", "r", false)]
    [InlineData("u", "a\r\nb", "r", false)]
    [InlineData("u", "a", "r\n", false)]
    [InlineData(null, "a", "r", false)]
    [InlineData("u 1", "a,b", "r\"1", true)]
    public void CanWrite_Interaction_TellsWhatARowCannotHold(
        string? user,
        string item,
        string recommendation,
        bool expected
    ) =>
        Assert.Equal(
            expected,
            InteractionsCsv.CanWrite(
                Some.Interaction(itemId: item) with
                {
                    UserId = user,
                    RecommendationId = recommendation,
                }
            )
        );

    /// <summary>One value of these kinds, and the import of the whole file fails.</summary>
    [Theory]
    [InlineData("\"a\\nb\"", "", 1)]
    [InlineData("true", "true", 0)]
    [InlineData("1.50", "1.50", 0)]
    [InlineData("\"x\"", "x", 0)]
    public void Write_Property_IsAsTheImportTakesIt(string json, string expected, int leftOut)
    {
        using var output = new MemoryStream();
        using var csv = new InteractionsCsv(
            output,
            Some.Options(("PROPERTIES", "p=product.category")).Properties
        );

        csv.Write(Some.Interaction() with { UserId = "u", Properties = $$"""{"p":{{json}}}""" });
        csv.Dispose();

        Assert.EndsWith(
            $",{expected}\n",
            Encoding.UTF8.GetString(output.ToArray()),
            StringComparison.Ordinal
        );
        Assert.Equal(leftOut, csv.ValuesLeftOut);
    }

    [Theory]
    [InlineData(1_000, 0)]
    [InlineData(1_001, 1)]
    public void Write_LongProperty_IsLeftOut(int length, int leftOut)
    {
        using var csv = new InteractionsCsv(
            Stream.Null,
            Some.Options(("PROPERTIES", "p=product.category")).Properties
        );

        csv.Write(
            Some.Interaction() with
            {
                UserId = "u",
                Properties = $$"""{"p":"{{new string('x', length)}}"}""",
            }
        );

        Assert.Equal(leftOut, csv.ValuesLeftOut);
    }

    [Fact]
    public void Schema_Fields_AreTheColumnsInOrder()
    {
        using var output = new MemoryStream();
        using (new InteractionsCsv(output, [])) { }
        using var schema = JsonDocument.Parse(InteractionsCsv.SchemaOf([]));

        Assert.Equal(
            Encoding.UTF8.GetString(output.ToArray()).TrimEnd('\n'),
            string.Join(
                ',',
                schema
                    .RootElement.GetProperty("fields")
                    .EnumerateArray()
                    .Select(field => field.GetProperty("name").GetString())
            )
        );
    }

    static (IReadOnlyList<Row> Rows, Exporter Export) Of(
        ImpressionsOptions options,
        IReadOnlyList<InputRecord> records
    )
    {
        using var output = new MemoryStream();
        Exporter export;
        using (var csv = new InteractionsCsv(output, []))
        {
            export = Export(options, csv, records);
        }

        return (Rows(output), export);
    }

    static Exporter Export(
        ImpressionsOptions options,
        InteractionsCsv csv,
        params IReadOnlyList<IReadOnlyList<InputRecord>> parts
    )
    {
        var (export, mapper) = (new Exporter(csv, new RememberedIds(1 << 20)), new ExportMapper(options));
        foreach (var records in parts)
        {
            export.Add(mapper.Map(new(records, 0, InvocationBounds.Free)));
        }

        return export;
    }

    static IReadOnlyList<Row> Rows(MemoryStream csv)
    {
        using var reader = new CsvReader(
            new StreamReader(new MemoryStream(csv.ToArray())),
            CultureInfo.InvariantCulture
        );
        Assert.True(reader.Read() && reader.ReadHeader());
        var rows = new List<Row>();
        while (reader.Read())
        {
            rows.Add(
                new Row(
                    reader.GetField("USER_ID")!,
                    reader.GetField("ITEM_ID")!,
                    reader.GetField<long>("TIMESTAMP"),
                    reader.GetField("EVENT_TYPE")!,
                    reader.GetField<float?>("EVENT_VALUE"),
                    reader.GetField("RECOMMENDATION_ID")!,
                    reader.GetField("IMPRESSION")!
                )
            );
        }

        return rows;
    }

    static IEnumerable<Row> Expected(string call)
    {
        using var json = JsonDocument.Parse(call);
        var user = json.RootElement.TryGetProperty("userId", out var userId) ? userId.GetString()! : "";
        return
        [
            .. json
                .RootElement.GetProperty("eventList")
                .EnumerateArray()
                .Select(sent => Expected(user, sent)),
        ];
    }

    static Row Expected(string user, JsonElement sent) =>
        new(
            user,
            sent.GetProperty("itemId").GetString()!,
            (long)sent.GetProperty("sentAt").GetDecimal(),
            sent.GetProperty("eventType").GetString()!,
            sent.TryGetProperty("eventValue", out var value) ? value.GetSingle() : null,
            sent.TryGetProperty("recommendationId", out var id) ? id.GetString()! : "",
            sent.TryGetProperty("impression", out var shown)
                ? string.Join('|', shown.EnumerateArray().Select(item => item.GetString()))
                : ""
        );

    static string Text(Row row) => row.ToString();

    sealed record Row(
        string User,
        string Item,
        long Timestamp,
        string EventType,
        float? EventValue,
        string RecommendationId,
        string Impression
    );
}
