using System.Text;
using System.Text.Json;
using Impressions.Core;
using Impressions.Core.Kinesis;
using Impressions.Core.Snowplow;
using Impressions.Core.Tests.Support;
using Impressions.EndToEnd.Tests.Support;

namespace Impressions.EndToEnd.Tests;

/// <summary><c>impressions tail</c> on a local Kinesis.</summary>
public sealed class TailToolTests
{
    static readonly EventCase PageView = EventCase.Load("page-view");

    /// <summary>Through three shards, a split and a merge: what the function makes of each event, and each event once.</summary>
    [Fact]
    public async Task Tail_EveryCase_TellsTheFatesOfTheFunction()
    {
        Needs.JavaScriptSdk();
        await using var kinesis = await LocalKinesis.StartAsync();
        var groups = Groups();
        for (var i = 0; i < groups.Count; i++)
        {
            await kinesis.MakeStreamAsync(
                $"stream-{i}",
                groups[i].ToDictionary(given => given.Name, RecordsOf)
            );
        }

        var shards = 0;
        await Parallel.ForAsync(
            0,
            groups.Count,
            new ParallelOptions { MaxDegreeOfParallelism = 2 },
            async (i, _) =>
            {
                var run = await TailAsync(
                    kinesis,
                    $"stream-{i}",
                    groups[i][0].Settings,
                    "--values",
                    "--json"
                );
                Assert.Equal((0, ""), (run.ExitCode, run.Errors));
                var events = Lines(run.Output);
                var told = events.Select(told => $"{told.GetProperty("record")} {told.GetProperty("line")}");

                Assert.Equal(events.Count, told.Distinct(StringComparer.Ordinal).Count());
                Assert.Equal(
                    Counted(groups[i].SelectMany(given => given.Fates)),
                    Counted(events.Select(Fate))
                );
                Assert.Equal(
                    groups[i]
                        .SelectMany(given => given.Calls)
                        .SelectMany(EventIds)
                        .Order(StringComparer.Ordinal),
                    events.SelectMany(Interactions).Select(EventId).Order(StringComparer.Ordinal)
                );
                var seen = events.Select(told => told.GetProperty("record").GetString()!.Split(':')[0]);
                shards = Math.Max(shards, seen.Distinct(StringComparer.Ordinal).Count());
            }
        );
        Assert.True(shards > 3, "No shard was followed into another one");
    }

    [Fact]
    public async Task Tail_WithoutValues_ShowsNone()
    {
        Needs.JavaScriptSdk();
        var given = EventCase.Load("made-unresolved-first");
        await using var kinesis = await LocalKinesis.StartAsync();
        await kinesis.MakeStreamAsync(
            "shop",
            new Dictionary<string, IReadOnlyList<string>> { ["a"] = RecordsOf(given) }
        );

        var text = await TailAsync(kinesis, "shop", given.Settings);
        var json = await TailAsync(kinesis, "shop", given.Settings, "--json");
        var values = await TailAsync(kinesis, "shop", given.Settings, "--values");

        var ids = given.Calls.SelectMany(EventIds).ToList();
        Assert.NotEmpty(ids);
        Assert.All(
            ids,
            id => Assert.DoesNotContain(id[..36], text.Output + json.Output, StringComparison.Ordinal)
        );
        Assert.All(ids, id => Assert.Contains(id[..36], values.Output, StringComparison.Ordinal));
        Assert.Contains("item by first_shown", text.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tail_Only_ShowsTheseAlone()
    {
        Needs.JavaScriptSdk();
        string[] names = ["made-wrong-column-count", "page-view", "published-click-item3"];
        await using var kinesis = await LocalKinesis.StartAsync();
        await kinesis.MakeStreamAsync(
            "shop",
            names.ToDictionary(name => name, name => RecordsOf(EventCase.Load(name)))
        );

        foreach (
            var (kind, shown) in ((string, string)[])
                [
                    ("unintended", "dead:wrong_column_count"),
                    ("dead-letters", "dead:wrong_column_count"),
                    ("clicks", "sent:1"),
                ]
        )
        {
            var run = await TailAsync(kinesis, "shop", PageView.Settings, "--json", "--only", kind);

            Assert.Equal([shown], Lines(run.Output).Select(Fate).Distinct(StringComparer.Ordinal));
            Assert.Contains("\"summary\":{\"events\":", run.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Tail_FromATimeAhead_ShowsNothing()
    {
        Needs.JavaScriptSdk();
        await using var kinesis = await LocalKinesis.StartAsync();
        await kinesis.MakeStreamAsync(
            "shop",
            new Dictionary<string, IReadOnlyList<string>> { ["a"] = RecordsOf(PageView) }
        );

        var latest = await TailAsync(kinesis, "shop", PageView.Settings, "--json", "--from", "latest");
        var oldest = await TailAsync(kinesis, "shop", PageView.Settings, "--json", "--from", "2020-01-01");

        Assert.Empty(Lines(latest.Output));
        Assert.Equal(PageView.Fates, Lines(oldest.Output).Select(Fate));
    }

    [Fact]
    public async Task Tail_NoSuchStream_SaysSo()
    {
        Needs.JavaScriptSdk();
        await using var kinesis = await LocalKinesis.StartAsync();

        var run = await TailAsync(kinesis, "nothing", PageView.Settings);

        Assert.Equal((2, "There is no stream nothing in us-east-1.\n"), (run.ExitCode, run.Errors));
    }

    static Task<Command> TailAsync(
        LocalKinesis kinesis,
        string stream,
        IReadOnlyDictionary<string, string> settings,
        params string[] options
    ) =>
        Command.RunAsync(
            Built.Tool,
            [
                "tail",
                stream,
                "--once",
                .. options.Contains("--from") ? [] : (string[])["--from", "trim-horizon"],
                .. options,
            ],
            [
                ("AWS_ACCESS_KEY_ID", "local"),
                ("AWS_SECRET_ACCESS_KEY", "local"),
                ("AWS_REGION", "us-east-1"),
                ("AWS_ENDPOINT_URL_KINESIS", kinesis.Address),
                .. settings.Select(setting => (setting.Key, (string?)setting.Value)),
            ]
        );

    /// <summary>Cases of the same settings whose events have different ids, so that none is taken for another's copy.</summary>
    static List<List<EventCase>> Groups()
    {
        var groups = new List<(string Settings, HashSet<string> Ids, List<EventCase> Cases)>();
        foreach (var given in EventCase.Names.Select(EventCase.Load))
        {
            var settings = string.Join(' ', given.Settings);
            var ids = IdsOf(given);
            var at = groups.FindIndex(group => group.Settings == settings && !group.Ids.Overlaps(ids));
            if (at < 0)
            {
                at = groups.Count;
                groups.Add((settings, [], []));
            }

            groups[at].Ids.UnionWith(ids);
            groups[at].Cases.Add(given);
        }

        return [.. groups.Select(group => group.Cases)];
    }

    /// <summary>Of its events, their sessions and its interactions.</summary>
    static HashSet<string> IdsOf(EventCase given)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var ends = new int[EnrichedEvent.ColumnCount];
        new Pipeline(given.Options).Map(
            new PayloadRecords { Payload = given.Payload },
            (in _, in _, _, line) =>
            {
                if (EnrichedEvent.TryParse(line, ends, out var enriched))
                {
                    _ = ids.Add(Encoding.UTF8.GetString(enriched[EnrichedColumn.EventId]));
                    _ = ids.Add(Encoding.UTF8.GetString(enriched[EnrichedColumn.DomainSessionId]));
                }
            }
        );
        ids.UnionWith(given.Calls.SelectMany(EventIds));
        ids.ExceptWith(["", "its place"]);
        return ids;
    }

    static IReadOnlyList<string> RecordsOf(EventCase given)
    {
        using var json = JsonDocument.Parse(given.Payload);
        return
        [
            .. json
                .RootElement.GetProperty("Records")
                .EnumerateArray()
                .Select(record => record.GetProperty("kinesis").GetProperty("data").GetString()!),
        ];
    }

    static List<JsonElement> Lines(string output) =>
        [
            .. output
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonElement.Parse(line))
                .Where(line => line.TryGetProperty("record", out _)),
        ];

    static string Counted(IEnumerable<string> fates) =>
        string.Join(
            ' ',
            fates
                .CountBy(fate => fate, StringComparer.Ordinal)
                .OrderBy(count => count.Key, StringComparer.Ordinal)
        );

    /// <summary>As the cases write it.</summary>
    static string Fate(JsonElement told) =>
        told.GetProperty("fate").GetString() switch
        {
            "mapped" => $"sent:{Interactions(told).Count()}",
            "skipped" => $"skip:{told.GetProperty("reason")}",
            _ => $"dead:{told.GetProperty("reason")}",
        };

    static IEnumerable<JsonElement> Interactions(JsonElement told) =>
        told.GetProperty("interactions").EnumerateArray();

    /// <summary>That of an event without one is its place, which is another one here.</summary>
    static string EventId(JsonElement interaction) =>
        interaction.GetProperty("eventId").GetString()!.Split('-') is ["shardId", ..]
            ? "its place"
            : interaction.GetProperty("eventId").GetString()!;

    static IEnumerable<string> EventIds(string call) =>
        JsonElement.Parse(call).GetProperty("eventList").EnumerateArray().Select(EventId);
}
