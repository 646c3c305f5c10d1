using Impressions.Emulation.Personalize;

namespace Impressions.EndToEnd.Tests.Support.Traffic;

/// <summary>
/// Proves for each delivery that nothing was lost and nothing was made up: every expected interaction was accepted, or
/// Lambda was asked for its record again, or its payload is in the dead-letter bucket.
/// </summary>
sealed class Accountant(IReadOnlyList<TrafficRecord> traffic)
{
    readonly Dictionary<string, ExpectedInteraction> _expected = traffic
        .SelectMany(record => record.Expected)
        .ToDictionary(interaction => interaction.EventId, StringComparer.Ordinal);

    /// <summary>Ids of events, users, sessions and items, which nobody may find in a log. Short ones stand in any text.</summary>
    readonly IReadOnlyList<string> _values =
    [
        .. traffic
            .SelectMany(record => record.Expected)
            .SelectMany(sent =>
                (string?[])[sent.EventId, sent.UserId, sent.SessionId, sent.ItemId, sent.RecommendationId]
            )
            .OfType<string>()
            .Where(value => value.Length > 8)
            .Distinct(StringComparer.Ordinal),
    ];

    /// <summary>Ids that the service has accepted, in whatever delivery.</summary>
    public HashSet<string> Accepted { get; } = new(StringComparer.Ordinal);

    /// <summary>Ids that are not accepted and not buried.</summary>
    public IEnumerable<string> Missing(IReadOnlySet<string> buriedLines) =>
        traffic
            .Where(record => !buriedLines.Contains(Line(record)))
            .SelectMany(record => record.Expected)
            .Select(interaction => interaction.EventId)
            .Where(id => !Accepted.Contains(id));

    /// <param name="delivered">The records of the delivery.</param>
    /// <param name="failedFrom">
    /// The answer's item identifier: this record and all behind it come again. Empty when none does; null when the
    /// function did not answer, so that all do.
    /// </param>
    /// <param name="acceptedNow">What the service accepted during the delivery.</param>
    /// <param name="buriedLines">Payloads that are in the bucket by now, as text.</param>
    /// <param name="mayRepeat">True when answers got lost on the way, so that the function had to send again.</param>
    public void Check(
        IReadOnlyList<TrafficRecord> delivered,
        string? failedFrom,
        IReadOnlyList<AcceptedEvent> acceptedNow,
        IReadOnlySet<string> buriedLines,
        bool mayRepeat
    )
    {
        foreach (
            var accepted in acceptedNow.Where(one =>
                !one.SessionId.StartsWith(HostileRecords.Session, StringComparison.Ordinal)
            )
        )
        {
            var interaction = ExpectedInteraction.Of(accepted);
            Assert.True(_expected.TryGetValue(interaction.EventId, out var expected), "nobody did this");
            Assert.Equal(expected, interaction);
            _ = Accepted.Add(interaction.EventId);
        }

        if (!mayRepeat)
        {
            var repeated = acceptedNow
                .GroupBy(accepted => accepted.Event.EventId, StringComparer.Ordinal)
                .Where(same => same.Count() > 1);
            Assert.Empty(repeated.Select(same => same.Key));
        }

        var answeredFor = delivered.TakeWhile(record =>
            failedFrom is not null && record.SequenceNumber != failedFrom
        );
        var lost = answeredFor
            .Where(record => !buriedLines.Contains(Line(record)))
            .SelectMany(record => record.Expected)
            .Where(interaction => !Accepted.Contains(interaction.EventId));
        Assert.Empty(lost.Select(interaction => interaction.EventId));
    }

    /// <summary>A line of the function's log holds nothing of an event.</summary>
    public void CheckLog(string line) =>
        Assert.DoesNotContain(_values, value => line.Contains(value, StringComparison.Ordinal));

    public static string Line(TrafficRecord record) => System.Text.Encoding.UTF8.GetString(record.Line);
}
