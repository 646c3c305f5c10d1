using System.Text.Json;
using Impressions.Core.Batching;
using Impressions.Core.Delivery;
using Impressions.Core.Mapping;
using Impressions.Core.Personalize;
using Impressions.Core.Tests.Reference;
using Impressions.Core.Tests.Support;

namespace Impressions.Core.Tests.Fuzz;

/// <summary>The function's pipeline and the reference under the same settings, asked the same.</summary>
sealed class Agreement
{
    const string Place = "shardId-000000000000:100";

    readonly Pipeline _pipeline;
    readonly ReferenceMapper _reference;

    public Agreement(params (string Name, string Value)[] settings)
    {
        _pipeline = new Pipeline(Some.Options([("DEAD_LETTERS", "log"), .. settings]));
        _reference = new ReferenceMapper(
            settings.ToDictionary(setting => setting.Name, setting => setting.Value)
        );
    }

    /// <summary>What became of a line that comes alone.</summary>
    public string CheckLine(byte[] line)
    {
        var mapped = _pipeline.Map(line, OneEvent.Origin);
        var expected = _reference.Map(
            line,
            Place,
            OneEvent.ArrivalMilliseconds,
            new HashSet<string>(StringComparer.Ordinal)
        );

        Same(expected.Fate, FateOf(mapped));
        Same(expected.Rule.ToString(), mapped.Rule.ToString());
        Same(expected.Interactions.Select(ReferenceSize.Fit).Select(Text), mapped.Interactions.Select(Text));
        return expected.Fate;
    }

    /// <summary>The fates of all events of a payload; null when both say that it is no Kinesis event.</summary>
    public IReadOnlyList<string>? CheckPayload(byte[] payload)
    {
        ReferencePlan? expected;
        try
        {
            expected = ReferencePlan.Of(payload, _reference);
        }
        catch (NotSupportedException) // real zstd: then the properties are all there is to hold
        {
            CheckPlan(_pipeline.Plan(payload));
            return [];
        }

        Planned planned;
        try
        {
            planned = _pipeline.Plan(payload);
        }
        catch (JsonException)
        {
            Same("no Kinesis event", expected is null ? "no Kinesis event" : "a Kinesis event");
            return null;
        }

        Same(expected is null ? "no Kinesis event" : "a Kinesis event", "a Kinesis event");
        Same(Counts(expected!.Fates), Counts(planned.Outcome.Report));
        Same(
            expected.DeadLetters,
            planned.Outcome.DeadLetters.Select(dead =>
                $"{dead.Position.Record}/{dead.Position.Line} {Codes<DeadLetterReason>.Of(dead.Reason)}"
            )
        );
        Same(Batches(expected.Interactions), Batches(planned));
        CheckPlan(planned);
        return expected.Fates;
    }

    /// <summary>The service would take every call, and no two interactions have one id.</summary>
    public static void CheckPlan(Planned planned)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var batch in planned.Plan.Sessions.SelectMany(session => session))
        {
            var body = PutEventsJson.Write(batch, EventCase.TrackingId);
            Same("", ReferenceCall.Problem(body));
            foreach (var (interaction, _) in batch.Entries)
            {
                Same("unique", ids.Add(interaction.EventId) ? "unique" : interaction.EventId);
            }
        }
    }

    public Planned Plan(byte[] payload) => _pipeline.Plan(payload);

    public static IEnumerable<string> Batches(Planned planned) =>
        planned
            .Plan.Sessions.SelectMany(session => session)
            .Select(batch => string.Join('\n', batch.Entries.Select(entry => Text(entry.Interaction))))
            .Order(StringComparer.Ordinal);

    /// <summary>Interactions of one user and session, in stream order, ten a batch.</summary>
    static IEnumerable<string> Batches(IEnumerable<Interaction> interactions) =>
        interactions
            .GroupBy(interaction => (interaction.UserId, interaction.SessionId))
            .SelectMany(group => group.Chunk(PersonalizeLimits.MaxEventsPerCall))
            .Select(batch => string.Join('\n', batch.Select(ReferenceSize.Fit).Select(Text)))
            .Order(StringComparer.Ordinal);

    static IEnumerable<string> Counts(IEnumerable<string> fates) =>
        fates
            .GroupBy(fate => fate)
            .Select(group => $"{group.Key} {group.Count()}")
            .Order(StringComparer.Ordinal);

    static IEnumerable<string> Counts(InvocationReport report) =>
        Codes<SkipReason>
            .All.Select((code, i) => (Code: code, Count: report.Of((SkipReason)i)))
            .Concat(
                Codes<DeadLetterReason>.All.Select(
                    (code, i) => (Code: code, Count: report.Of((DeadLetterReason)i))
                )
            )
            .Append((Code: "none", Count: report.Mapped))
            .Where(fate => fate.Count > 0)
            .Select(fate => $"{fate.Code} {fate.Count}")
            .Order(StringComparer.Ordinal);

    static string FateOf(in Mapped mapped) =>
        mapped.DeadLetter != DeadLetterReason.None
            ? Codes<DeadLetterReason>.Of(mapped.DeadLetter)
            : Codes<SkipReason>.Of(mapped.Skip);

    public static string Text(Interaction of) =>
        $"{of.EventId} {of.EventType} user {of.UserId ?? "-"}{(of.IsAnonymous ? "?" : "")} session {of.SessionId} item {of.ItemId} at {of.SentAtMilliseconds} "
        + $"collected {of.CollectedAtMilliseconds} by {of.RecommendationId ?? "-"} among {string.Join('|', of.Impression ?? ["-"])}";

    static void Same(IEnumerable<string> expected, IEnumerable<string> actual) =>
        Same(string.Join('\n', expected), string.Join('\n', actual));

    /// <summary>Says only where two texts part.</summary>
    public static void Same(string expected, string actual)
    {
        if (expected != actual)
        {
            var at = expected.Zip(actual).TakeWhile(pair => pair.First == pair.Second).Count();
            Assert.Fail($"at {at}: expected {Part(expected, at)}, but was {Part(actual, at)}");
        }
    }

    static string Part(string text, int at)
    {
        var start = Math.Max(0, at - 60);
        return $"…{text.Substring(start, Math.Min(200, text.Length - start))}…";
    }
}
