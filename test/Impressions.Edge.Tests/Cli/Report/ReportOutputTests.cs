using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using CsvHelper;
using Impressions.Cli.Report;
using Impressions.Core;
using Impressions.Core.Mapping;
using Impressions.Core.Tests.Support;
using Impressions.Edge.Tests.Support;
using Spectre.Console;

namespace Impressions.Edge.Tests.Cli.Report;

/// <summary>The same figures as JSON, CSV, tables and a page.</summary>
public sealed class ReportOutputTests
{
    static readonly Dictionary<string, string> Settings = new()
    {
        ["RECOMMENDATION_ELEMENT"] = ReportTraffic.WidgetPattern,
    };

    static readonly ReportFigures Figures = ReportedRows.Count(
        Settings,
        new ReportTraffic(5).Visits(400, TimeSpan.FromHours(1))
    );

    [Fact]
    public void Json_Figures_AreAllThere()
    {
        using var output = new MemoryStream();
        ReportJson.Write(output, Figures);
        using var json = JsonDocument.Parse(output.ToArray());
        var root = json.RootElement;

        Assert.Equal(
            Figures.ClickThrough.Seen,
            root.GetProperty("clickThrough").GetProperty("seen").GetInt64()
        );
        Assert.Equal(
            Figures.Widgets.Select(row => (row.Name, row.ClickThrough.High)),
            root.GetProperty("widgets")
                .EnumerateArray()
                .Select(row =>
                    (
                        row.GetProperty("name").GetString()!,
                        row.GetProperty("clickThrough").GetProperty("high").GetDouble()
                    )
                )
        );
        Assert.Equal(
            Figures.Converted.Revenue,
            root.GetProperty("converted").GetProperty("revenue").GetDecimal()
        );
        Assert.Equal(
            ["counts", "dead_letter", "skipped"],
            root.GetProperty("fates")
                .EnumerateArray()
                .Select(row => row.GetProperty("fate").GetString())
                .Distinct()
                .Order(StringComparer.Ordinal)
        );
        Assert.Equal(Figures.Days.Count, root.GetProperty("days").GetArrayLength());
    }

    [Fact]
    public void Csv_EveryRow_IsAFigure()
    {
        var rows = Csv(Figures);

        Assert.Equal(
            1
                + Figures.Widgets.Count
                + Figures.Ranks.Count
                + Figures.Rules.Count
                + Figures.Unresolved.Count
                + Figures.Conversions.Count
                + Figures.Recommendations.Count
                + Figures.Fates.Count
                + Figures.Days.Count,
            rows.Count
        );
        var widget = rows.First(row => row["table"] == "widget");
        Assert.Equal(
            (Figures.Widgets[0].Name, Text(Figures.Widgets[0].ClickThrough.Seen)),
            (widget["name"], widget["seen"])
        );
        Assert.Equal(
            Figures.Days.Sum(day => day.Conversions.Revenue),
            rows.Where(row => row["table"] == "day")
                .Sum(row => decimal.Parse(row["revenue"], CultureInfo.InvariantCulture))
        );
    }

    /// <summary>A spreadsheet would run it.</summary>
    [Fact]
    public void Csv_NameThatIsAFormula_IsText()
    {
        var figures = Of("=1+1");

        Assert.Equal("'=1+1", Csv(figures).Single(row => row["table"] == "widget")["name"]);
    }

    [Fact]
    public void Page_AnyTraffic_IsWellFormedAndSelfContained()
    {
        var page = ReportPage.Of(Figures);

        var html = XDocument.Parse(page);
        Assert.DoesNotContain(
            html.Descendants(),
            element => element.Name.LocalName is "script" or "link" or "img"
        );
        Assert.DoesNotContain(
            "http",
            page.Replace("http-equiv", "", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
        Assert.Contains(html.Descendants("th"), name => name.Value == ReportTraffic.Hostile);
        Assert.Equal(
            Figures.Widgets.Count + Figures.Ranks.Count + Figures.Rules.Count + Figures.Days.Count(IsSeen),
            html.Descendants("svg").Count(picture => (string?)picture.Attribute("class") == "bar")
        );
        static bool IsSeen(DayFigure day) => day.ClickThrough.Seen > 0;
    }

    [Theory]
    [InlineData("</style><script>alert(1)</script>")]
    [InlineData("\" onmouseover=\"alert(1)")]
    [InlineData("' & < > é 😀 {0} {{")]
    [InlineData("a\u0001b")]
    public void Page_AnyName_IsTextAndNothingElse(string name)
    {
        var html = XDocument.Parse(ReportPage.Of(Of(name)));
        var plain = XDocument.Parse(ReportPage.Of(Of("rec")));

        Assert.Contains(html.Descendants("th"), cell => cell.Value == name.Replace('\u0001', '\uFFFD'));
        Assert.Equal(
            plain.Descendants().Select(element => (element.Name, Count: element.Attributes().Count())),
            html.Descendants().Select(element => (element.Name, Count: element.Attributes().Count()))
        );
    }

    [Fact]
    public void Page_NothingSeen_SaysWhatToTrack()
    {
        var html = XDocument.Parse(ReportPage.Of(ReportedRows.Count([], [Some.Line()])));

        Assert.Contains("track expose_element", html.Root!.Value, StringComparison.Ordinal);
        Assert.Empty(html.Descendants("svg"));
    }

    /// <summary>A code alone says nothing to a merchandiser.</summary>
    [Fact]
    public void Words_EveryCode_HasSome()
    {
        Assert.All(
            Codes<ClickedItemRule>.All.Skip(1),
            code => Assert.NotEqual(code.Replace('_', ' '), ReportWords.OfRule(code))
        );
        Assert.All(
            Codes<UnresolvedReason>.All.Skip(1),
            code => Assert.NotEqual(code.Replace('_', ' '), ReportWords.OfUnresolved(code))
        );
        Assert.All(
            Codes<SkipReason>.All.Skip(1),
            code => Assert.NotEqual("", ReportWords.OfFate(new("skipped", code, 1)))
        );
    }

    /// <summary>The example on the tool's page, line by line.</summary>
    [Fact]
    public void Tables_ExampleOfThePage_IsWhatTheyShow()
    {
        var figures = ReportedRows.Count(
            Settings,
            new ReportTraffic(1, "rec-search").Visits(1_500, TimeSpan.FromMinutes(20))
        );
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Ansi = AnsiSupport.No,
                ColorSystem = ColorSystemSupport.NoColors,
                Out = new AnsiConsoleOutput(output),
            }
        );
        console.Profile.Width = 160;
        new ReportTables(console).Write(figures);

        var shown = output.ToString().Split('\n').Select(line => line.TrimEnd()).ToList();
        var page = File.ReadAllLines(Repository.PathTo("src", "Impressions.Cli", "README.md"));
        var example = page.SkipWhile(line => line != "    $ impressions report --html report.html events/")
            .Skip(1)
            .TakeWhile(line => line.Length == 0 || line.StartsWith("    ", StringComparison.Ordinal))
            .Select(line => line.Trim())
            .Where(line => line is not ("" or "…"))
            .ToList();

        Assert.True(example.Count > 5, output.ToString());
        Assert.All(example, line => Assert.Contains(line, shown));
    }

    static List<Dictionary<string, string>> Csv(ReportFigures figures)
    {
        using var output = new MemoryStream();
        ReportCsv.Write(output, figures);
        output.Position = 0;
        using var csv = new CsvReader(new StreamReader(output), CultureInfo.InvariantCulture);
        _ = csv.Read();
        _ = csv.ReadHeader();
        var rows = new List<Dictionary<string, string>>();
        while (csv.Read())
        {
            rows.Add(csv.HeaderRecord!.ToDictionary(name => name, name => csv.GetField(name)!));
        }

        return rows;
    }

    /// <summary>A view in a widget of this name.</summary>
    static ReportFigures Of(string name)
    {
        var json = JsonSerializer.Serialize(name)[1..^1];
        return ReportedRows.Count(
            new() { ["RECOMMENDATION_ELEMENT"] = "." },
            [
                Some.Described(
                    $"{Some.Schema}/expose_element/jsonschema/1-0-0",
                    "{}",
                    Some.Entity(
                        $"{Some.Schema}/element/jsonschema/1-0-0",
                        $$$"""{"element_name":"{{{json}}}","attributes":[{"source":"dataset","attribute":"recommendationId","value":"RID-1"}]}"""
                    )
                ),
            ]
        );
    }

    static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
