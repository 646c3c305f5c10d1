using System.Text;
using System.Text.Json;
using Impressions.Core.DeadLetters;
using Impressions.Core.Snowplow;
using Impressions.Core.Tests.Support;
using Impressions.Emulation.Bucket;
using Impressions.Emulation.Http;
using Impressions.Emulation.Lambda;
using Impressions.Emulation.Personalize;
using Impressions.EndToEnd.Tests.Support;

namespace Impressions.EndToEnd.Tests;

/// <summary>The tool on what the published function stored.</summary>
public sealed class DeadLettersToolTests
{
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);
    static readonly string WithoutEventId = Line("", "bad");

    [Fact]
    public async Task Replay_AfterTheFix_IsAcceptedOnceHoweverOftenItIsRun()
    {
        var isBroken = true;
        await using var function = await StartAsync(
            (_, request) =>
                isBroken && request!.Events.Any(taken => taken.ItemId == "bad") ? Fault.InvalidInput : null,
            new BucketEndpointOptions { PageSize = 1 }
        );
        await InvokeAsync(function, $"{Line("event-1", "good")}\n{WithoutEventId}", "no event");
        await InvokeAsync(function, Line("event-2", "bad", "session-2"));
        Assert.Equal(2, function.Bucket!.Objects.Count);

        isBroken = false;
        var replay = await RunAsync(function, "--replay", "--json");

        Assert.Equal(1, replay.ExitCode); // of the line that is no event
        AssertNumbers(replay.Output, ("replayed", 3), ("accepted", 2), ("skipped", 0), ("stillFailing", 1));
        Assert.Equal(
            1,
            Json(replay.Output).GetProperty("failures").GetProperty("wrong_column_count").GetInt32()
        );
        Assert.Equal(
            ["event-1", "event-2", "shardId-000000000000:100.1"],
            function.Personalize.Accepted.Select(taken => taken.Event.EventId).Order()
        );
        Assert.Equal(2, function.Bucket.Objects.Count); // neither deleted nor stored anew

        var again = await RunAsync(function, "--replay", "--reason", "rejected");

        Assert.Equal(0, again.ExitCode);
        Assert.Contains("nothing fails any more", again.Output, StringComparison.Ordinal);
        Assert.Equal(5, function.Personalize.Accepted.Count);
        Assert.Equal(3, function.Personalize.Training.Count);
    }

    [Fact]
    public async Task Replay_StillRefused_SaysSoAndExitsOne()
    {
        await using var function = await StartAsync((_, _) => Fault.InvalidInput);
        await InvokeAsync(function, Line("event-1", "bad"), Line("event-2", "bad"));

        var replay = await RunAsync(function, "--replay", "--json");

        Assert.Equal(1, replay.ExitCode);
        AssertNumbers(replay.Output, ("replayed", 2), ("accepted", 0), ("stillFailing", 2));
        Assert.Equal(2, Json(replay.Output).GetProperty("failures").GetProperty("rejected").GetInt32());
        _ = Assert.Single(function.Bucket!.Objects);
    }

    [Fact]
    public async Task Replay_ServiceUnavailable_IsUnsent()
    {
        var isDown = false;
        await using var function = await StartAsync(
            (_, _) => isDown ? Fault.AccessDenied : Fault.InvalidInput
        );
        await InvokeAsync(function, Line("event-1", "bad"));

        isDown = true;
        var replay = await RunAsync(function, "--replay", "--json");

        Assert.Equal(1, replay.ExitCode);
        var root = Json(replay.Output);
        Assert.Equal(1, root.GetProperty("failures").GetProperty("unsent").GetInt32());
        Assert.Equal(1, root.GetProperty("answers").GetProperty("AccessDeniedException").GetInt32());
        Assert.Contains(
            "personalize:PutEvents",
            root.GetProperty("errors").GetRawText(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Replay_MoreThanAnInvocationTakes_SendsThemAll()
    {
        var isBroken = true;
        await using var function = await StartAsync(
            (_, request) =>
                isBroken && request!.Events.Any(taken => taken.ItemId == "bad") ? Fault.InvalidInput : null
        );
        await InvokeAsync(function, Line("event", "good")); // else what is refused might be the set-up's fault
        var lines = Enumerable.Range(0, 250).Select(i => Line($"event-{i}", "bad", $"session-{i}")).ToArray();
        await InvokeAsync(function, lines);

        isBroken = false;
        var replay = await RunAsync(function, "--replay", "--json");

        Assert.Equal(0, replay.ExitCode);
        AssertNumbers(replay.Output, ("replayed", 250), ("accepted", 250), ("stillFailing", 0));
    }

    [Fact]
    public async Task Replay_EventWithSeveralRefusedItems_IsDeliveredOnce()
    {
        var isBroken = true;
        await using var function = await StartAsync((_, _) => isBroken ? Fault.InvalidInput : null);
        await InvokeAsync(function, Some.Action("list_view", Some.Product("a"), Some.Product("b")));

        isBroken = false;
        var replay = await RunAsync(function, "--replay", "--json");

        AssertNumbers(replay.Output, ("replayed", 1), ("copies", 1), ("accepted", 1));
        Assert.Equal(["a", "b"], function.Personalize.Accepted.Select(taken => taken.Event.ItemId));
    }

    [Fact]
    public async Task Replay_NoTrackingId_AsksForIt()
    {
        using var folder = new DeadLetterFolder(Some.DeadLetter());

        var replay = await RunAsync(
            ["dead-letters", folder.Path, "--replay"],
            ("PERSONALIZE_TRACKING_ID", null),
            ("AWS_ACCESS_KEY_ID", "a-key"),
            ("AWS_SECRET_ACCESS_KEY", "a-secret")
        );

        Assert.Equal(2, replay.ExitCode);
        Assert.Contains("PERSONALIZE_TRACKING_ID: expected", replay.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_Bucket_CountsByReason()
    {
        await using var function = await StartAsync(
            (_, _) => Fault.InvalidInput,
            new BucketEndpointOptions { PageSize = 1 }
        );
        await InvokeAsync(function, Line("event-1", "bad"), "no event");
        await InvokeAsync(function, "no event");

        var list = await RunAsync(function, "--json");

        Assert.Equal(0, list.ExitCode);
        Assert.Equal(
            [("rejected", "InvalidInputException", 1, 1), ("wrong_column_count", "wrong_column_count", 2, 2)],
            Json(list.Output)
                .GetProperty("reasons")
                .EnumerateArray()
                .Select(alike =>
                    (
                        alike.GetProperty("reason").GetString()!,
                        alike.GetProperty("errorCode").GetString()!,
                        alike.GetProperty("deadLetters").GetInt32(),
                        alike.GetProperty("objects").GetArrayLength()
                    )
                )
        );
    }

    [Fact]
    public async Task List_FolderOrFile_CountsWhatItCannotRead()
    {
        var row = Some.DeadLetter() with { FailedAt = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero) };
        using var folder = new DeadLetterFolder(row, row with { FailedAt = row.FailedAt.AddDays(1) });
        await File.AppendAllTextAsync(folder.File, "{\"half\":\n");
        await File.WriteAllTextAsync(System.IO.Path.Combine(folder.Path, "readme.txt"), "something else");

        var listed = await RunAsync(["dead-letters", folder.Path]);
        var one = await RunAsync(["dead-letters", folder.File, "--reason", "broken_json", "--json"]);

        Assert.Equal((0, 0), (listed.ExitCode, one.ExitCode));
        Assert.Contains("2026-01-02 03:04:05", listed.Output, StringComparison.Ordinal);
        Assert.Contains("2026-01-03 03:04:05", listed.Output, StringComparison.Ordinal);
        Assert.Contains("1 lines are not dead letters", listed.Output, StringComparison.Ordinal);
        Assert.Contains(
            $"{System.IO.Path.GetFileName(folder.File)}, line 3",
            listed.Output,
            StringComparison.Ordinal
        );
        Assert.Equal(0, Json(one.Output).GetProperty("deadLetters").GetInt32());
    }

    [Theory]
    [InlineData("no/such/folder", "no such file or folder")]
    [InlineData("s3://BUCKET", "expected s3://bucket/prefix")]
    [InlineData("s3://another/x", "There is no bucket another")]
    [InlineData("s3://local-dead-letters/empty/", "There are no dead letters")]
    public async Task List_NothingThere_SaysSoAndExitsTwo(string location, string expected)
    {
        await using var bucket = await BucketEndpoint.StartAsync(new(), CancellationToken.None);

        var list = await RunAsync(["dead-letters", location], [.. Environment(bucket)]);

        Assert.Equal(2, list.ExitCode);
        Assert.Contains(expected, list.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_NoPermission_SaysWhichIsMissing()
    {
        await using var bucket = await BucketEndpoint.StartAsync(
            new() { Faults = _ => S3Faults.AccessDenied },
            CancellationToken.None
        );

        var list = await RunAsync(["dead-letters", $"s3://{bucket.Name}/"], [.. Environment(bucket)]);

        Assert.Equal(2, list.ExitCode);
        Assert.Contains("lack s3:ListBucket", list.Errors, StringComparison.Ordinal);
    }

    static string Line(string eventId, string itemId, string sessionId = "session-1") =>
        Some.Line(
            (EnrichedColumn.EventId, eventId),
            (EnrichedColumn.DomainSessionId, sessionId),
            (EnrichedColumn.Contexts, Some.Contexts(Some.Product(itemId)))
        );

    static void AssertNumbers(string output, params (string Name, int Expected)[] numbers) =>
        Assert.Equal(
            numbers,
            numbers.Select(number => (number.Name, Json(output).GetProperty(number.Name).GetInt32()))
        );

    static JsonElement Json(string output)
    {
        using var json = JsonDocument.Parse(output);
        return json.RootElement.Clone();
    }

    static IEnumerable<(string Name, string? Value)> Environment(BucketEndpoint bucket) =>
        [
            ("AWS_ENDPOINT_URL_S3", bucket.Address.ToString()),
            ("AWS_REGION", SigningIdentity.Local.Region),
            ("AWS_ACCESS_KEY_ID", SigningIdentity.Local.AccessKeyId),
            ("AWS_SECRET_ACCESS_KEY", SigningIdentity.Local.SecretAccessKey),
        ];

    /// <summary>On the function's bucket, with its Personalize.</summary>
    static Task<Command> RunAsync(LocalLambda function, params string[] arguments) =>
        RunAsync(
            ["dead-letters", $"s3://{function.Bucket!.Name}/impressions/", .. arguments],
            [
                .. Environment(function.Bucket),
                ("AWS_ENDPOINT_URL_PERSONALIZE_EVENTS", function.Personalize.Address.ToString()),
                ("PERSONALIZE_TRACKING_ID", EventCase.TrackingId),
                ("DEAD_LETTER_BUCKET", function.Bucket.Name), // a replay must not store again
                ("DEAD_LETTERS", "log"), // and must not let go
            ]
        );

    static Task<Command> RunAsync(string[] arguments, params (string Name, string? Value)[] environment) =>
        Command.RunAsync(Built.Tool, arguments, environment);

    static Task<LocalLambda> StartAsync(
        Func<int, ReceivedRequest?, Fault?> faults,
        BucketEndpointOptions? bucket = null
    ) =>
        LocalLambda.StartAsync(
            new LocalLambdaOptions(Built.Function)
            {
                Endpoint = new PersonalizeEndpointOptions { Faults = faults },
                Bucket = bucket ?? new(),
            },
            CancellationToken.None
        );

    static async Task InvokeAsync(LocalLambda function, params string[] lines)
    {
        var answer = await function.InvokeAsync(Some.Payload(lines), Timeout, CancellationToken.None);
        Assert.Equal("""{"batchItemFailures":[]}""", Encoding.UTF8.GetString(answer.Response.Span));
    }

    /// <summary>A folder with one file of dead letters.</summary>
    sealed class DeadLetterFolder : IDisposable
    {
        readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("impressions-tests-");

        public DeadLetterFolder(params DeadLetterRow[] rows)
        {
            var written = new BadRowWriter();
            foreach (var row in rows)
            {
                written.Write(row);
            }

            System.IO.File.WriteAllBytes(File, written.Written.Span);
        }

        public string Path => _folder.FullName;

        public string File => System.IO.Path.Combine(Path, "a.jsonl");

        public void Dispose() => _folder.Delete(recursive: true);
    }
}
