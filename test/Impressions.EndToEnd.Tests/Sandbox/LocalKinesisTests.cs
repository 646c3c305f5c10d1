using System.Diagnostics;
using System.Text;
using Impressions.Emulation.Lambda;
using Impressions.Emulation.Personalize;
using Impressions.EndToEnd.Tests.Support;

namespace Impressions.EndToEnd.Tests.Sandbox;

/// <summary>
/// What a browser's visit put onto the stream, once more through a Kinesis: PutRecords, GetRecords, batches as Lambda
/// cuts them, the published function.
/// </summary>
public class LocalKinesisTests
{
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Visit_ThroughKinesis_ReachesPersonalizeAsFromTheSandbox()
    {
        Needs.Browser();

        var visit = await BrowserVisit.MakeAsync("visit");
        var payloads = await ThroughKinesisAsync(visit.Lines);
        await using var function = await LocalLambda.StartAsync(
            SandboxFunctions.Options,
            CancellationToken.None
        );

        foreach (var payload in payloads)
        {
            var answer = await function.InvokeAsync(payload, Timeout, CancellationToken.None);
            Assert.Equal("""{"batchItemFailures":[]}""", Encoding.UTF8.GetString(answer.Response.Span));
        }

        Assert.InRange(payloads.Count, 2, visit.Lines.Count); // several invocations, of several records each
        Assert.Equal(5, visit.Accepted.Count);
        Assert.Equal(Told(visit.Accepted), Told(function.Personalize.Training));
    }

    /// <summary>Whoever was in a call with whom.</summary>
    static IEnumerable<string> Told(IEnumerable<AcceptedEvent> accepted) =>
        accepted
            .Select(taken =>
                $"{taken.UserId} {taken.SessionId} {taken.Event with { Impression = null }} {string.Join(',', taken.Event.Impression ?? [])}"
            )
            .Order(StringComparer.Ordinal);

    static async Task<IReadOnlyList<ReadOnlyMemory<byte>>> ThroughKinesisAsync(
        IReadOnlyList<ReadOnlyMemory<byte>> lines
    )
    {
        var start = new ProcessStartInfo("node", [Path.Combine(NodeJs.SdkFolder, "kinesis.mjs")])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        foreach (var line in lines)
        {
            await process.StandardInput.WriteLineAsync(Convert.ToBase64String(line.Span));
        }

        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        return
        [
            .. output
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(payload => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(payload)),
        ];
    }
}
