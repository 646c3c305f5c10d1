using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Impressions.Core.Snowplow;
using Impressions.Core.Tests.Support;

namespace Impressions.EndToEnd.Tests.Support.Traffic;

/// <summary>
/// A shard full of captured browser events with what must come of them, as the cases of <c>test/events</c> tell it. Beyond the
/// first round the events come again as other visitors' in other sessions.
/// </summary>
static class TrafficGenerator
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

    /// <summary>What an order has bought is expected of the first record that says so.</summary>
    static IEnumerable<TrafficRecord> Number(IEnumerable<TrafficRecord> records)
    {
        var expected = new HashSet<string>(StringComparer.Ordinal);
        return records.Select(
            (record, number) =>
                record with
                {
                    Number = number,
                    Expected = [.. record.Expected.Where(interaction => expected.Add(interaction.EventId))],
                }
        );
    }

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
        var expected = captured.Calls.SelectMany(ExpectedInteraction.Of).ToList();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            yield return new TrafficRecord(
                Number: 0,
                Encoding.UTF8.GetBytes(Rename(line, ids, round)),
                seen.Add(EventId(line)) // a tracker sent it twice: once is right
                    ?
                    [
                        .. expected
                            .Select(one => OfRound(one, line, ids, round))
                            .OfType<ExpectedInteraction>(),
                    ]
                    : []
            );
        }
    }

    static string EventId(string line) => line.Split('\t')[(int)EnrichedColumn.EventId];

    /// <summary>As the visitor of the round does it; null where it does not come of the line.</summary>
    static ExpectedInteraction? OfRound(
        ExpectedInteraction interaction,
        string line,
        IReadOnlyList<string> ids,
        int round
    )
    {
        var session = Rename(interaction.SessionId, ids, round);
        var renamed = interaction with
        {
            SessionId = session,
            UserId = interaction.UserId is null ? null : Rename(interaction.UserId, ids, round),
            EventId = Rename(interaction.EventId, ids, round),
        };
        if (interaction.EventId.Split(':')[0] == EventId(line))
        {
            return renamed;
        }

        if (!line.Contains(interaction.ItemId, StringComparison.Ordinal))
        {
            return null; // another event of the order
        }

        var order = line.Split('"', '\t')
            .FirstOrDefault(word =>
                PurchaseId(interaction.SessionId, word, interaction.ItemId) == interaction.EventId
            );
        return order is null
            ? null
            : renamed with
            {
                EventId = PurchaseId(session, order, interaction.ItemId),
            };
    }

    /// <summary>An item of an order has one id, however often the order is tracked.</summary>
    static string PurchaseId(string sessionId, string orderId, string itemId) =>
        Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes($"order\t{sessionId}\t{orderId}\t{itemId}"))
        )[..32];

    static string Rename(string text, IReadOnlyList<string> ids, int round) =>
        round == 0 ? text : ids.Aggregate(text, (renamed, id) => renamed.Replace(id, Other(id, round)));

    static string Other(string id, int round) =>
        id[..^6] + round.ToString("x6", CultureInfo.InvariantCulture);
}
