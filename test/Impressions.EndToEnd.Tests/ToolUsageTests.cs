using System.Diagnostics;
using Impressions.Core.Snowplow;
using Impressions.Core.Tests.Support;
using Impressions.EndToEnd.Tests.Support;

namespace Impressions.EndToEnd.Tests;

/// <summary>Wrong use of the tool: one sentence and exit code 2, never a stack trace, never success.</summary>
public sealed class ToolUsageTests
{
    static readonly string Events = Path.Combine(Repository.Events, "page-view", "events.tsv");

    [Theory]
    [InlineData("run", "--latency", "5ms")]
    [InlineData("run", "--latency", "-1")]
    [InlineData("run", "--latency", "99999999999")]
    [InlineData("run", "--latency", "")]
    [InlineData("run", "--function", "/nowhere")]
    [InlineData("run", "--function", "/dev/null")]
    [InlineData("run", "--all=perhaps")]
    [InlineData("run", "--json=perhaps")]
    [InlineData("run", "/nowhere")]
    [InlineData("run", "")]
    [InlineData("run", "s3://")]
    [InlineData("preview")]
    [InlineData("preview", "/nowhere")]
    [InlineData("preview", "a\0b")]
    [InlineData("export")]
    [InlineData("export", "EVENTS", "--output", "/dev/full")]
    [InlineData("export", "EVENTS", "--output", "/nowhere/a")]
    [InlineData("export", "EVENTS", "--output", "")]
    [InlineData("export", "EVENTS", "--schema", "/dev/full")]
    [InlineData("export", "EVENTS", "--schema", "/nowhere/a")]
    [InlineData("export", "EVENTS", "--output", "s3://no_such_name/")]
    [InlineData("export", "EVENTS", "--duplicates-memory", "0")]
    [InlineData("export", "EVENTS", "--since", "yesterday")]
    [InlineData("export", "EVENTS", "--since", "2026-11-31")]
    [InlineData("export", "EVENTS", "--since", "")]
    [InlineData("export", "EVENTS", "--since", "2026-12-01", "--until", "2026-11-30")]
    [InlineData("replay", "EVENTS", "--dry-run", "--until", "2026-11-30T12")]
    [InlineData("report", "EVENTS", "--until", "30.11.2026")]
    [InlineData("export", "EVENTS", "--part", "0/3")]
    [InlineData("replay", "EVENTS", "--dry-run", "--part", "4/3")]
    [InlineData("report", "EVENTS", "--part", "batch")] // no job of an array
    [InlineData("export", "EVENTS", "--part", "")]
    [InlineData("report")]
    [InlineData("report", "/nowhere")]
    [InlineData("report", "/dev/null")] // no events
    [InlineData("report", "EVENTS", "--json", "--csv")]
    [InlineData("report", "EVENTS", "--json=perhaps")]
    [InlineData("report", "EVENTS", "--csv=perhaps")]
    [InlineData("report", "EVENTS", "--html")]
    [InlineData("report", "EVENTS", "--html", "/nowhere/a")]
    [InlineData("report", "EVENTS", "--html", "/dev/full")]
    [InlineData("report", "EVENTS", "--html", "")]
    [InlineData("report", "EVENTS", "--attribution-window", "0")]
    [InlineData("report", "EVENTS", "--attribution-window", "8761")]
    [InlineData("report", "EVENTS", "--attribution-window", "a week")]
    [InlineData("replay")]
    [InlineData("replay", "EVENTS", "--rate", "fast")]
    [InlineData("replay", "EVENTS", "--state", "/dev/full")]
    [InlineData("replay", "EVENTS", "--state", "/nowhere/a")]
    [InlineData("replay", "EVENTS", "--state", "")]
    [InlineData("replay", "EVENTS", "--dead-letters", "/nowhere/a", "--dry-run")]
    [InlineData("replay", "EVENTS", "--dry-run=perhaps")]
    [InlineData("replay", "EVENTS", "--function", "/nowhere")]
    [InlineData("dead-letters")]
    [InlineData("dead-letters", "/nowhere")]
    [InlineData("dead-letters", "s3://no_such_name")]
    [InlineData("dead-letters", "EVENTS", "--reason")]
    [InlineData("dead-letters", "EVENTS", "--replay", "--function", "/nowhere")]
    [InlineData("serve", "--port", "abc")]
    [InlineData("serve", "--port", "65536")]
    [InlineData("serve", "--host", "nowhere")]
    [InlineData("serve", "--function", "/nowhere")]
    [InlineData("tail")]
    [InlineData("tail", "shop", "--from", "yesterday")]
    [InlineData("tail", "shop", "--from", "")]
    [InlineData("tail", "shop", "--only", "everything")]
    [InlineData("tail", "shop", "--only")]
    [InlineData("tail", "shop", "--values=perhaps")]
    [InlineData("tail", "shop", "--region", "")]
    [InlineData("tail", "shop", "--profile", "nobody")]
    [InlineData("tail", "shop")]
    [InlineData("frobnicate")]
    [InlineData("run", "--frobnicate")]
    public async Task AnyCommand_WrongValue_IsOneSentenceAndExitCodeTwo(params string[] arguments)
    {
        var run = await Command.RunAsync(
            Built.Tool,
            arguments.Select(argument => argument == "EVENTS" ? Events : argument),
            ("AWS_ACCESS_KEY_ID", "none"),
            ("AWS_SECRET_ACCESS_KEY", "none"),
            ("AWS_ENDPOINT_URL", "http://127.0.0.1:1"),
            ("AWS_REGION", "eu-central-1"),
            ("PERSONALIZE_TRACKING_ID", EventCase.TrackingId)
        );

        Assert.Equal(2, run.ExitCode);
        Assert.Equal("", run.Output);
        Assert.InRange(run.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length, 1, 3);
        Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("run --json")]
    [InlineData("preview EVENTS")]
    [InlineData("export EVENTS")]
    [InlineData("report EVENTS")]
    [InlineData("report EVENTS --json")]
    [InlineData("report EVENTS --csv")]
    [InlineData("replay EVENTS --dry-run")]
    [InlineData("--help")]
    public async Task AnyCommand_OutputThatIsFull_IsNotSuccess(string command)
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "/dev/full is a device of Linux.");

        var run = await ShellAsync($"{command} > /dev/full");

        Assert.Equal(2, run.ExitCode);
        Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Preview_GzipOnStandardInput_IsRead()
    {
        var run = await ShellAsync("preview - < <(gzip -c EVENTS)");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains("\"line\":1", run.Output, StringComparison.Ordinal);
    }

    /// <summary>As <c>micro --output-tsv | impressions preview -</c>: Micro does not end.</summary>
    [Fact]
    public async Task Preview_InputThatStillComes_IsShownAtOnce()
    {
        var start = new ProcessStartInfo(Built.Tool, ["preview", "-"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using var preview = Process.Start(start)!;
        try
        {
            foreach (var id in (string[])["event-1", "event-2"])
            {
                await preview.StandardInput.WriteAsync(Some.Line((EnrichedColumn.EventId, id)) + "\n");
                await preview.StandardInput.FlushAsync();

                var line = await preview.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(1));
                Assert.Contains(id, line, StringComparison.Ordinal);
            }
        }
        finally
        {
            preview.Kill();
        }
    }

    static Task<Command> ShellAsync(string command) =>
        Command.RunAsync(
            "bash",
            ["-c", $"'{Built.Tool}' {command.Replace("EVENTS", $"'{Events}'", StringComparison.Ordinal)}"]
        );
}
