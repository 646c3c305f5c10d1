using System.Globalization;
using System.Text;

namespace Impressions.Tests;

/// <summary>
/// A shard full of captured browser events with what must come of them, as the cases of <c>test/events</c> tell it. Beyond the
/// first round the events come again as other visitors' in other sessions.
/// </summary>
static class Traffic
{
    /// <summary>Every captured event once.</summary>
    public static IReadOnlyList<TrafficRecord> Once { get; } = [.. Number(Rounds(1))];

    public static IReadOnlyList<TrafficRecord> Of(int records) =>
        [.. Number(Rounds((records / Once.Count) + 1)).Take(records)];

    public static byte[] Payload(IEnumerable<TrafficRecord> records) =>
        Encoding.UTF8.GetBytes(
            $$"""{"Records":[{{string.Join(
                ',',
                records.Select(record =>
                    Some.Record(record.SequenceNumber, Convert.ToBase64String(record.Line))
                )
            )}}]}"""
        );

    static IEnumerable<TrafficRecord> Number(IEnumerable<TrafficRecord> records) =>
        records.Select((record, number) => record with { Number = number });

    static IEnumerable<TrafficRecord> Rounds(int rounds)
    {
        var cases = EventCase
            .Names.Where(name => !name.StartsWith("made-", StringComparison.Ordinal))
            .Select(EventCase.Load)
            .Where(captured => captured.Settings.Count == 0)
            .ToList();
        return Enumerable
            .Range(0, rounds)
            .SelectMany(round => cases.SelectMany(captured => RecordsOf(captured, round)));
    }

    static IEnumerable<TrafficRecord> RecordsOf(EventCase captured, int round)
    {
        var path = Path.Combine(Repository.Events, captured.Name, "events.tsv");
        var lines = File.ReadAllText(path).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var ids = lines
            .Select(line => line.Split('\t'))
            .SelectMany(columns =>
                (string[])
                    [
                        columns[(int)EnrichedColumn.EventId],
                        columns[(int)EnrichedColumn.DomainSessionId],
                        columns[(int)EnrichedColumn.DomainUserId],
                    ]
            )
            .Where(id => id.Length > 0)
            .Distinct()
            .ToList();
        var expected = captured
            .Calls.SelectMany(body => ExpectedInteraction.Of(Rename(body, ids, round)))
            .ToLookup(interaction => interaction.EventId.Split(':')[0]);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in lines.Select(line => Rename(line, ids, round)))
        {
            var eventId = line.Split('\t')[(int)EnrichedColumn.EventId];
            yield return new TrafficRecord(
                Number: 0,
                Encoding.UTF8.GetBytes(line),
                seen.Add(eventId) ? [.. expected[eventId]] : [] // a tracker sent it twice: once is right
            );
        }
    }

    static string Rename(string text, IReadOnlyList<string> ids, int round) =>
        round == 0 ? text : ids.Aggregate(text, (renamed, id) => renamed.Replace(id, Other(id, round)));

    static string Other(string id, int round) =>
        id[..^6] + round.ToString("x6", CultureInfo.InvariantCulture);
}
