using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using CsvHelper;
using Impressions.Core.Snowplow;
using Impressions.Core.Tests.Support;
using Impressions.Emulation.Http;
using Impressions.Emulation.Personalize;
using Impressions.EndToEnd.Tests.Support;

namespace Impressions.EndToEnd.Tests;

/// <summary>Past events through the tool and the published function.</summary>
public sealed class ReplayToolTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("impressions-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Training data and what is sent agree, interaction by interaction.</summary>
    [Fact]
    public async Task Replay_CapturedEvents_SendsWhatExportWrites()
    {
        await using var personalize = await StartAsync();
        var file = WriteCaptured("all.tsv");
        var csv = Path.Combine(_folder, "all.csv");

        var export = await RunAsync(personalize, "export", file, "--output", csv);
        var replay = await RunAsync(personalize, "replay", file, "--json");

        Assert.Equal(export.ExitCode, replay.ExitCode); // both say that there are dead letters
        var sent = personalize
            .Accepted.DistinctBy(taken => taken.Event.EventId)
            .Where(taken => taken.UserId is not null)
            .Select(RowOf)
            .ToList();
        Assert.InRange(sent.Count, 40, 500);
        Assert.Equal(Rows(csv).Order(StringComparer.Ordinal), sent.Order(StringComparer.Ordinal));
        Assert.Equal(personalize.Accepted.Count, Json(replay.Output).GetProperty("accepted").GetInt32());
    }

    [Fact]
    public async Task Replay_Twice_IsHarmless()
    {
        await using var personalize = await StartAsync();
        var later = (EnrichedColumn.DerivedTimestamp, "2026-11-22 00:00:00");
        var file = Write("a.tsv", Some.Line(), Some.Line((EnrichedColumn.EventId, "event-2"), later));

        Assert.Equal(0, (await RunAsync(personalize, "replay", file)).ExitCode);
        Assert.Equal(0, (await RunAsync(personalize, "replay", file)).ExitCode);

        Assert.Equal((4, 2), (personalize.Accepted.Count, personalize.Training.Count));
    }

    [Fact]
    public async Task Replay_Interrupted_GoesOnWhereItStopped()
    {
        var isDown = false;
        await using var personalize = await StartAsync(
            (_, request) =>
            {
                isDown |= request!.Events.Any(sent => sent.EventId == "event-150");
                return isDown ? Fault.AccessDenied : null;
            }
        );
        var file = Write(
            "a.tsv.gz",
            [
                .. Enumerable
                    .Range(0, 250)
                    .Select(i =>
                        Some.Line(
                            (EnrichedColumn.EventId, $"event-{i}"),
                            (EnrichedColumn.DomainSessionId, $"session-{i}")
                        )
                    ),
            ]
        );
        var state = Path.Combine(_folder, "state.json");

        var first = await RunAsync(personalize, "replay", file, "--state", state, "--json");

        Assert.Equal(1, first.ExitCode);
        Assert.Equal("misconfigured", Json(first.Output).GetProperty("stopped").GetString());
        var settled = Json(first.Output).GetProperty("events").GetInt32();
        Assert.InRange(settled, 84, 150);

        isDown = false;
        var before = personalize.Calls.Count;
        await using var mended = await StartAsync();
        var second = await RunAsync(mended, "replay", file, "--state", state, "--json");

        Assert.Equal(0, second.ExitCode);
        Assert.Equal(settled, Json(second.Output).GetProperty("settledBefore").GetInt32());
        Assert.Equal(250 - settled, mended.Accepted.Count); // nothing of the portions before
        Assert.Equal(
            250,
            personalize.Accepted.Concat(mended.Accepted).Select(sent => sent.Event.EventId).Distinct().Count()
        );
        Assert.Equal(before, personalize.Calls.Count);

        var third = await RunAsync(mended, "replay", file, "--state", state, "--json");
        Assert.Equal((0, 0), (third.ExitCode, Json(third.Output).GetProperty("events").GetInt32()));
    }

    [Fact]
    public async Task Replay_OtherFilesThanTheStates_AreRefused()
    {
        await using var personalize = await StartAsync();
        var file = Write("a.tsv", Some.Line());
        var state = Path.Combine(_folder, "state.json");
        _ = await RunAsync(personalize, "replay", file, "--state", state);
        await File.AppendAllTextAsync(file, Some.Line() + "\n");

        var changed = await RunAsync(personalize, "replay", file, "--state", state);

        Assert.Equal(2, changed.ExitCode);
        Assert.Contains("or of these before they changed", changed.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_WhatCanNeverBeSent_IsKeptInTheFile()
    {
        await using var personalize = await StartAsync(
            (_, request) => request!.Events.Any(sent => sent.ItemId == "bad") ? Fault.InvalidInput : null
        );
        var file = Write(
            "a.tsv",
            "no event",
            Some.Line(),
            Some.Line(
                (EnrichedColumn.EventId, "event-2"),
                (EnrichedColumn.Contexts, Some.Contexts(Some.Product("bad")))
            )
        );
        var kept = Path.Combine(_folder, "dead.jsonl");

        var replay = await RunAsync(personalize, "replay", file, "--dead-letters", kept);
        var listing = await RunAsync(personalize, "dead-letters", kept, "--json");

        Assert.Equal(1, replay.ExitCode);
        Assert.Contains("dead letters: rejected", replay.Output, StringComparison.Ordinal);
        Assert.Equal(
            ["rejected", "wrong_column_count"],
            Json(listing.Output)
                .GetProperty("reasons")
                .EnumerateArray()
                .Select(reason => reason.GetProperty("reason").GetString())
        );
        Assert.Equal("sku-1", Assert.Single(personalize.Accepted).Event.ItemId);
    }

    /// <summary>An event without an id is known by its place, and every file has places of its own.</summary>
    [Fact]
    public async Task Replay_EventsWithoutIdOfSeveralFiles_AreNotTakenForEachOther()
    {
        await using var personalize = await StartAsync();
        var one = Write(
            "a.tsv",
            Some.Line((EnrichedColumn.EventId, ""), (EnrichedColumn.DomainSessionId, "a"))
        );
        var other = Write(
            "b.tsv",
            Some.Line((EnrichedColumn.EventId, ""), (EnrichedColumn.DomainSessionId, "b"))
        );

        foreach (var file in (string[])[one, other, one])
        {
            Assert.Equal(0, (await RunAsync(personalize, "replay", file)).ExitCode);
        }

        Assert.Equal(3, personalize.Accepted.Count);
        Assert.Equal(2, personalize.Accepted.Select(sent => sent.Event.EventId).Distinct().Count()); // the first came twice
    }

    [Fact]
    public async Task Replay_DeadLetterBesideWhatIsNotTaken_IsCountedOnce()
    {
        var refused = 0;
        await using var personalize = await StartAsync(
            (_, request) =>
                request!.SessionId == "session-2" && Interlocked.Increment(ref refused) <= 8
                    ? Fault.ServiceUnavailable
                    : null
        );
        var file = Write("a.tsv", Some.Line((EnrichedColumn.DomainSessionId, "session-2")), "no event");

        var replay = await Command.RunAsync(
            Built.Tool,
            ["replay", file, "--json"],
            [.. Environment(personalize), ("http_proxy", "http://127.0.0.1:1")] // not for what is near
        );

        Assert.Equal(
            1,
            Json(replay.Output).GetProperty("deadLetters").GetProperty("wrong_column_count").GetInt32()
        );
        Assert.Equal(2, Json(replay.Output).GetProperty("events").GetInt32());
        Assert.InRange(refused, 5, 20); // it did come again
    }

    [Fact]
    public async Task Replay_FileThatLostLines_IsRefused()
    {
        await using var personalize = await StartAsync();
        var file = Write("a.tsv", Some.Line(), Some.Line((EnrichedColumn.EventId, "event-2")));
        var state = Path.Combine(_folder, "state.json");
        _ = await RunAsync(personalize, "replay", file, "--state", state);
        var text = await File.ReadAllTextAsync(file);
        await File.WriteAllTextAsync(file, text.Replace("\n", " ", StringComparison.Ordinal)); // as long as before

        var replay = await RunAsync(personalize, "replay", file, "--state", state);

        Assert.Equal(2, replay.ExitCode);
        Assert.Contains("or of these before they changed", replay.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_DryRun_SendsNothingAndSaysWhatItWould()
    {
        await using var personalize = await StartAsync();
        var file = WriteCaptured("all.tsv");

        var dry = await RunAsync(personalize, "replay", file, "--dry-run", "--json");
        var sent = await RunAsync(personalize, "replay", file, "--json");

        Assert.Equal(
            Json(sent.Output).GetProperty("accepted").GetInt32(),
            Json(dry.Output).GetProperty("accepted").GetInt32()
        );
        Assert.Equal(
            Json(sent.Output).GetProperty("skipReasons").GetRawText(),
            Json(dry.Output).GetProperty("skipReasons").GetRawText()
        );
        Assert.Equal(
            Json(sent.Output).GetProperty("calls").GetInt32(),
            personalize.Calls.Count // all of them the second command's
        );
    }

    [Fact]
    public async Task Replay_LinesThatWentThroughWindows_AreEvents()
    {
        await using var personalize = await StartAsync();
        var file = Path.Combine(_folder, "a.tsv");
        await File.WriteAllTextAsync(
            file,
            $"{Some.Line()}\r\n{Some.Line((EnrichedColumn.EventId, "b"))}\r\n"
        );

        Assert.Equal(0, (await RunAsync(personalize, "replay", file)).ExitCode);
        Assert.Equal(2, personalize.Accepted.Count);
    }

    [Theory]
    [InlineData("--state remembers what was sent of files", "-", "--state", "x.json")]
    [InlineData("--state remembers what was sent of files", "a.tsv", "--state", "x.json", "--dry-run")]
    [InlineData("there is no such file or folder", "nowhere.tsv")]
    [InlineData("--rate: expected 0 to 1000000, got -1", "a.tsv", "--rate", "-1")]
    public async Task Replay_WhatCannotBe_SaysSoAndExitsTwo(string expected, params string[] arguments)
    {
        await using var personalize = await StartAsync();
        _ = Write("a.tsv", Some.Line());

        var replay = await Command.RunAsync(
            Built.Tool,
            [
                "replay",
                .. arguments.Select(argument =>
                    argument == "a.tsv" ? Path.Combine(_folder, argument) : argument
                ),
            ],
            [.. Environment(personalize)]
        );

        Assert.Equal(2, replay.ExitCode);
        Assert.Contains(expected, replay.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[1")]
    [InlineData("")]
    [InlineData("""{"Files":[null],"Place":{"File":-1,"Lines":-1,"Events":0}}""")]
    public async Task Replay_FileThatIsNoState_SaysSo(string content)
    {
        await using var personalize = await StartAsync();
        var state = Path.Combine(_folder, "state.json");
        await File.WriteAllTextAsync(state, content);

        var replay = await RunAsync(personalize, "replay", Write("a.tsv", Some.Line()), "--state", state);

        Assert.Equal(2, replay.ExitCode);
        Assert.Contains("is not a state file of a replay", replay.Errors, StringComparison.Ordinal);
    }

    static Task<PersonalizeEndpoint> StartAsync(Func<int, ReceivedRequest?, Fault?>? faults = null) =>
        PersonalizeEndpoint.StartAsync(new() { Faults = faults ?? ((_, _) => null) }, CancellationToken.None);

    static Task<Command> RunAsync(PersonalizeEndpoint personalize, params string[] arguments) =>
        Command.RunAsync(Built.Tool, arguments, [.. Environment(personalize)]);

    static IEnumerable<(string Name, string? Value)> Environment(PersonalizeEndpoint personalize) =>
        [
            ("AWS_ENDPOINT_URL_PERSONALIZE_EVENTS", personalize.Address.ToString()),
            ("AWS_REGION", SigningIdentity.Local.Region),
            ("AWS_ACCESS_KEY_ID", SigningIdentity.Local.AccessKeyId),
            ("AWS_SECRET_ACCESS_KEY", SigningIdentity.Local.SecretAccessKey),
            ("PERSONALIZE_TRACKING_ID", EventCase.TrackingId),
            ("DEAD_LETTER_BUCKET", "the-users-own"), // neither it nor its endpoint may be used
            ("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:1"),
        ];

    /// <summary>As Personalize's import has it.</summary>
    static string RowOf(AcceptedEvent taken) =>
        string.Join(
            ' ',
            taken.UserId,
            taken.Event.ItemId,
            Math.Floor(taken.Event.SentAt).ToString(CultureInfo.InvariantCulture),
            taken.Event.EventType,
            taken.Event.EventValue?.ToString(CultureInfo.InvariantCulture),
            taken.Event.RecommendationId,
            string.Join('|', taken.Event.Impression ?? [])
        );

    static List<string> Rows(string path)
    {
        using var csv = new CsvReader(new StreamReader(path), CultureInfo.InvariantCulture);
        _ = csv.Read();
        _ = csv.ReadHeader();
        var rows = new List<string>();
        while (csv.Read())
        {
            rows.Add(
                string.Join(
                    ' ',
                    (
                        (string[])
                            [
                                "USER_ID",
                                "ITEM_ID",
                                "TIMESTAMP",
                                "EVENT_TYPE",
                                "EVENT_VALUE",
                                "RECOMMENDATION_ID",
                                "IMPRESSION",
                            ]
                    ).Select(name => csv.GetField(name))
                )
            );
        }

        return rows;
    }

    static JsonElement Json(string output)
    {
        using var json = JsonDocument.Parse(output);
        return json.RootElement.Clone();
    }

    string WriteCaptured(string name) =>
        Write(
            name,
            [
                .. EventCase
                    .Names.Select(given => Path.Combine(Repository.Events, given, "events.tsv"))
                    .Where(File.Exists)
                    .SelectMany(path =>
                        File.ReadAllText(path).Split('\n', StringSplitOptions.RemoveEmptyEntries)
                    ),
            ]
        );

    /// <summary>Lines, compressed where the name says so.</summary>
    string Write(string name, params string[] lines)
    {
        var path = Path.Combine(_folder, name);
        var text = Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n")));
        using Stream file = name.EndsWith(".gz", StringComparison.Ordinal)
            ? new GZipStream(File.Create(path), CompressionLevel.Fastest)
            : File.Create(path);
        file.Write(text);
        return path;
    }
}
