using System.Text.Json;
using Impressions.Core.Tests.Support;
using Impressions.EndToEnd.Tests.Support;

namespace Impressions.EndToEnd.Tests;

/// <summary>The tool as a user starts it.</summary>
public sealed class ToolTests
{
    static string Case(string name, string file) => Path.Combine(Repository.Events, name, file);

    [Fact]
    public async Task Run_WithoutArguments_ShowsTheSamplesAndExitsZero()
    {
        var (exitCode, output, _) = await StartAsync([]);

        Assert.Equal(0, exitCode);
        Assert.Contains("48538191397164", output, StringComparison.Ordinal);
        Assert.Contains("RID-24-4a6a-8380-506b189ff622-CID-529b19", output, StringComparison.Ordinal);
        Assert.Contains("item_component", output, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', output); // no colours where nobody sees them
    }

    [Fact]
    public async Task Run_Json_TellsCallsAnswersAndNumbers()
    {
        var (exitCode, output, _) = await StartAsync([
            "run",
            Case("tracking-item-component", "event.json"),
            "--json",
        ]);

        using var json = JsonDocument.Parse(output);
        Assert.Equal(0, exitCode);
        Assert.False(json.RootElement.GetProperty("failed").GetBoolean());
        Assert.Equal(2, json.RootElement.GetProperty("metrics").GetProperty("events").GetInt32());
        var call = Assert.Single(json.RootElement.GetProperty("calls").EnumerateArray());
        Assert.Equal(
            EventCase.Load("tracking-item-component").Calls[0],
            call.GetProperty("body").GetRawText()
        );
    }

    [Fact]
    public async Task Run_DeadLetter_StoresItLocallyAndSaysWhy()
    {
        var (exitCode, output, _) = await StartAsync(["run", Case("made-broken-json", "event.json")]);

        Assert.Equal(1, exitCode);
        Assert.Contains("Dead letters stored in the local bucket: 1", output, StringComparison.Ordinal);
        Assert.Contains(
            "broken_json: a column that the mapping needs is not JSON",
            output,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Run_DeadLetterJson_TellsItsPlace()
    {
        var (_, output, _) = await StartAsync(
            ["run", Case("made-broken-json", "event.json"), "--json"],
            ("DEAD_LETTER_BUCKET", "my-own-name") // still the local one
        );

        using var json = JsonDocument.Parse(output);
        var row = Assert.Single(json.RootElement.GetProperty("deadLetters").EnumerateArray());
        Assert.Equal("broken_json", row.GetProperty("reason").GetString());
        Assert.Equal(0, row.GetProperty("line").GetInt32());
    }

    [Fact]
    public async Task Run_RecordThatFails_ExitsOneAndSaysWhich()
    {
        var (exitCode, output, _) = await StartAsync([
            "run",
            Case("ecommerce-product-view", "event.json"),
            "--latency",
            "5000", // longer than the function waits for an answer
        ]);

        Assert.Equal(1, exitCode);
        Assert.Contains("1 of 1 records are batch item failures", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--frobnicate", "There is no option --frobnicate")]
    [InlineData("missing.tsv", "missing.tsv: there is no such file or folder")]
    [InlineData("README.md", "README.md has no tab in it")]
    [InlineData("test/events/tracking-item-component/case.json", "is JSON, but not a Kinesis event")]
    public async Task Run_BadInput_SaysWhatToDoAndExitsTwo(string argument, string expected)
    {
        var (exitCode, _, errors) = await StartAsync(["run", argument]);

        Assert.Equal(2, exitCode);
        Assert.Contains(expected, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WrongSettings_ListsThemAndExitsTwo()
    {
        var (exitCode, _, errors) = await StartAsync(
            ["run", Case("page-view", "events.tsv")],
            ("UNRESOLVED_CLICK", "guess"),
            ("EVENT_TYPES", "page_view=View")
        );

        Assert.Equal(2, exitCode);
        Assert.Contains("UNRESOLVED_CLICK: expected first or skip, got", errors, StringComparison.Ordinal);
        Assert.Contains("EVENT_TYPES: expected an event of", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_NoSuchFunction_SaysSoAndExitsTwo()
    {
        var (exitCode, _, errors) = await StartAsync(["run", "--function", "no/such/function"]);

        Assert.Equal(2, exitCode);
        Assert.Contains("could not be started", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Preview_Lines_WritesOneObjectEach()
    {
        var (exitCode, output, _) = await StartAsync([
            "preview",
            Case("dup-slow-collector-navigate", "events.tsv"),
        ]);

        Assert.Equal(0, exitCode);
        Assert.Equal(
            [
                "expose_element skipped not_selected",
                "link_click mapped ",
                "link_click skipped duplicate",
                "page_view skipped not_selected",
            ],
            output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Summary)
        );
    }

    [Fact]
    public async Task Export_FilesTwice_WritesEachInteractionOnceAndSaysSo()
    {
        var (exitCode, output, errors) = await StartAsync([
            "export",
            Case("ecommerce-batch-mixed", "events.tsv"),
            Case("ecommerce-batch-mixed", "events.tsv"),
        ]);

        Assert.Equal(0, exitCode);
        Assert.StartsWith("USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE", output, StringComparison.Ordinal);
        Assert.Equal(5, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains(
            "10 events, 4 interactions written; 4 events left out: they were there before",
            errors,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Export_OutputThatIsThere_SaysSoAndLeavesIt()
    {
        var output = Path.GetTempFileName();
        await File.WriteAllTextAsync(output, "kept");

        var (exitCode, _, errors) = await StartAsync([
            "export",
            Case("ecommerce-batch-mixed", "events.tsv"),
            "--output",
            output,
        ]);

        Assert.Equal(2, exitCode);
        Assert.Contains("cannot be written", errors, StringComparison.Ordinal);
        Assert.Equal("kept", await File.ReadAllTextAsync(output));
        File.Delete(output);
    }

    [Fact]
    public async Task Export_NoFile_SaysSoAndExitsTwo()
    {
        var (exitCode, _, errors) = await StartAsync(["export", "missing.tsv"]);

        Assert.Equal(2, exitCode);
        Assert.Contains("there is no such file", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help", "run")]
    [InlineData("export --help", "--schema")]
    [InlineData("run --help", "--latency")]
    [InlineData("preview --help", "standard input")]
    [InlineData("dead-letters --help", "not deleted")]
    public async Task Help_EveryVerb_ExitsZero(string arguments, string expected)
    {
        var (exitCode, output, _) = await StartAsync(arguments.Split(' '));

        Assert.Equal(0, exitCode);
        Assert.Contains(expected, output, StringComparison.Ordinal);
    }

    static string Summary(string line)
    {
        using var json = JsonDocument.Parse(line);
        var root = json.RootElement;
        var reason = root.TryGetProperty("reason", out var why) ? why.GetString() : "";
        return $"{root.GetProperty("event").GetString()} {root.GetProperty("fate").GetString()} {reason}";
    }

    static Task<Command> StartAsync(string[] arguments, params (string Name, string? Value)[] environment) =>
        Command.RunAsync(Built.Tool, arguments, environment);
}
