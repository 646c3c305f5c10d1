using System.Globalization;
using Impressions.Core.Batching;
using Impressions.Core.Delivery;
using Impressions.Core.Mapping;
using Impressions.Core.Snowplow;
using Impressions.Core.Tests.Support;

namespace Impressions.Core.Tests.Mapping;

public sealed class MediaTests
{
    const string Media = "iglu:com.snowplowanalytics.snowplow.media";

    [Theory]
    [InlineData("play_event", "Play", 0.5)]
    [InlineData("pause_event", "Pause", 0.5)]
    [InlineData("end_event", "Ended", 0.5)]
    [InlineData("percent_progress_event", "TimeWatched", 0.5)]
    [InlineData("ping_event", "TimeWatched", 0.5)]
    public void Map_MediaEvent_IsItsTypeWithTheShareWatched(string name, string eventType, double share)
    {
        var only = Map(Event(name, currentTime: 50)).Only;

        Assert.Equal(("film-1", eventType, (float)share), (only.ItemId, only.EventType, only.EventValue));
        Assert.Null(only.Impression);
    }

    [Fact]
    public void Map_PercentProgress_IsTheShareThatTheTrackerReports() =>
        Assert.Equal(
            0.26f,
            Map(Event("percent_progress_event", "{\"percentProgress\":26}", currentTime: 90)).Only.EventValue
        );

    [Theory]
    [InlineData(0, 100, 0d)]
    [InlineData(120, 100, 1d)] // a player's clock runs past the end
    [InlineData(1, 3, 0.3333)]
    [InlineData(5, 0, null)] // live
    public void Map_ShareWatched_IsBetweenNothingAndAll(double currentTime, double duration, double? share) =>
        Assert.Equal(
            (float?)share,
            Map(Event("pause_event", currentTime: currentTime, duration: duration)).Only.EventValue
        );

    [Theory]
    [InlineData(0.0, 0, "Play")]
    [InlineData(12.5, 40, "Resume")]
    [InlineData(12.5, 0, "Play")] // once more from the start
    [InlineData(null, 40, "Play")] // the page does not track media sessions
    public void Map_Play_IsAResumeWhereItGoesOn(double? timePlayed, double currentTime, string eventType) =>
        Assert.Equal(
            eventType,
            Map(Event("play_event", currentTime: currentTime, timePlayed: timePlayed)).Only.EventType
        );

    [Fact]
    public void Map_ResumeSwitchedOff_IsNoEventType()
    {
        var line = Event("play_event", currentTime: 40, timePlayed: 12);

        Assert.Equal("NoEventType", Map(line, ("EVENT_TYPES", "resume_event=")).Skip);
        Assert.Equal("Resume", Map(line, ("EVENT_TYPES", "play_event=")).Only.EventType);
        Assert.Equal("Watch", Map(line, ("EVENT_TYPES", "resume_event=Watch")).Only.EventType);
    }

    [Theory]
    [InlineData("media_player.label", "label-1")]
    [InlineData("page_title", "title-1")]
    [InlineData("iglu:com.acme/film/jsonschema/1-0-0#id", "film-1")]
    public void Map_ContentId_StandsWhereTheSettingSays(string place, string expected) =>
        Assert.Equal(expected, Map(Event("play_event"), ("MEDIA_ITEM", place)).Only.ItemId);

    [Fact]
    public void Map_WithoutContentId_IsNoItem() =>
        Assert.Equal("NoItem", Map(Event("play_event"), ("MEDIA_ITEM", "film.title")).Skip);

    [Fact]
    public void Map_WithoutTheSetting_IsAnUnknownEvent()
    {
        Assert.Equal("NotSelected", OneEvent.Map(Event("play_event")).Skip);
        Assert.Equal("UnknownEvent", OneEvent.Map(Event("play_event"), ("EVENT_SELECTION_REGEX", "-")).Skip);
    }

    [Theory]
    [InlineData("seek_start_event")]
    [InlineData("ready_event")]
    public void Map_OtherMediaEvent_IsNotSelected(string name) =>
        Assert.Equal("NotSelected", Map(Event(name)).Skip);

    [Fact]
    public void Plan_SharesWatched_CountOncePerStepInWhateverOrder()
    {
        double[] percents = [10, 26, 30, 51, 49, 76, 100];

        var sent = Sent([
            .. percents.Select(percent =>
                Event(
                    "percent_progress_event",
                    $$"""{"percentProgress":{{percent.ToString(CultureInfo.InvariantCulture)}}}"""
                )
            ),
        ]);

        Assert.Equal([0.1f, 0.26f, 0.51f, 0.76f, 1f], sent.Select(interaction => interaction.EventValue));
        Assert.Equal(5, sent.Select(interaction => interaction.EventId).Distinct().Count());
    }

    [Fact]
    public void Plan_Pings_CountOncePerTimeOfPlay()
    {
        double[] played = [10, 40, 70, 100, 130];

        var sent = Sent([
            .. played.Select(seconds => Event("ping_event", currentTime: 5, timePlayed: seconds)),
        ]);

        Assert.Equal(3, sent.Count); // of the minutes 0, 1 and 2
    }

    /// <summary>Neither another content, nor another session, nor another visit of the page shares a step.</summary>
    [Fact]
    public void Plan_SameStepElsewhere_CountsToo()
    {
        var here = Event("percent_progress_event", "{\"percentProgress\":50}");

        var sent = Sent(
            here,
            here.Replace("film-1", "film-2", StringComparison.Ordinal),
            here.Replace("media-1", "media-2", StringComparison.Ordinal),
            here.With((EnrichedColumn.DomainSessionId, "session-2"))
        );

        Assert.Equal(4, sent.Count);
    }

    [Fact]
    public void Plan_RepeatedStep_IsSkippedForIt()
    {
        var line = Event("percent_progress_event", "{\"percentProgress\":50}");

        var (plan, outcome) = new Pipeline(Some.Options(Settings())).Plan(Payload(line, line));

        Assert.Equal((1, 1), (outcome.Report.Mapped, outcome.Report.Of(SkipReason.AlreadyWatched)));
        Assert.Equal(2, outcome.Records.CountOf(RecordFate.BatchItemFailure)); // both wait for the answer

        Answer(outcome, plan.Sessions, Answers.Accepted);

        Assert.Equal([RecordFate.Sent, RecordFate.Skipped], [outcome.Records[0], outcome.Records[1]]);
        Assert.Empty(outcome.TakeStandIns());
    }

    /// <summary>A step counts when one of its events is accepted: the next one is sent in place of a refused one.</summary>
    [Fact]
    public void Plan_FirstOfAStepRefused_SendsTheNextOne()
    {
        var pipeline = new Pipeline(Some.Options([.. Settings(), ("DEAD_LETTERS", "log")]));
        var events = Steps(26, 30, 40);
        var (plan, outcome) = pipeline.Plan(events);
        Answer(outcome, plan.Sessions, Answers.Rejected);

        var second = outcome.TakeStandIns();
        Assert.Equal([0.3f], Values(second));
        Answer(outcome, second, Answers.Rejected);
        var third = outcome.TakeStandIns();
        Assert.Equal([0.4f], Values(third));
        Answer(outcome, third, Answers.Accepted);

        Assert.Empty(outcome.TakeStandIns());
        Assert.Equal(
            [RecordFate.DeadLetter, RecordFate.DeadLetter, RecordFate.Sent],
            [outcome.Records[0], outcome.Records[1], outcome.Records[2]]
        );
        Assert.Equal((3, 1), (outcome.Report.Interactions, outcome.Report.Accepted));
    }

    [Fact]
    public void Plan_FirstOfAStepRefusedInAnEarlierInvocation_SendsTheNextOneOnly()
    {
        var pipeline = new Pipeline(Some.Options([.. Settings(), ("DEAD_LETTERS", "log")]));
        var (plan, outcome) = pipeline.Plan(Steps(26));
        Answer(outcome, plan.Sessions, Answers.Rejected);

        (plan, outcome) = pipeline.Plan(Steps(26, 30, 40)); // the first one is delivered again

        Assert.Equal([0.3f], Values(plan.Sessions));
        Assert.Equal(RecordFate.DeadLetter, outcome.Records[0]);
        Answer(outcome, plan.Sessions, Answers.Accepted);
        Assert.Equal([RecordFate.Sent, RecordFate.Skipped], [outcome.Records[1], outcome.Records[2]]);
        Assert.Empty(pipeline.Plan(Steps(26, 30, 40)).Plan.Sessions);
    }

    [Theory]
    [InlineData("unavailable")]
    [InlineData("")] // never sent
    public void Plan_FirstOfAStepNotAnswered_FailsTheOthersToo(string answer)
    {
        var (plan, outcome) = new Pipeline(Some.Options(Settings())).Plan(Steps(26, 30));
        if (answer.Length > 0)
        {
            Answer(outcome, plan.Sessions, Answers.Unavailable);
        }

        Assert.Empty(outcome.TakeStandIns());
        Assert.Equal(2, outcome.Records.CountOf(RecordFate.BatchItemFailure));
    }

    static byte[] Steps(params int[] percents) =>
        Payload([
            .. percents.Select(percent =>
                Event("percent_progress_event", $$"""{"percentProgress":{{percent}}}""")
            ),
        ]);

    static IEnumerable<float?> Values(IReadOnlyList<IReadOnlyList<Batch>> sessions) =>
        sessions
            .SelectMany(session => session)
            .SelectMany(batch => batch.Entries)
            .Select(entry => entry.Interaction.EventValue);

    static void Answer(
        InvocationOutcome outcome,
        IReadOnlyList<IReadOnlyList<Batch>> sessions,
        CallAnswer answer
    )
    {
        foreach (var batch in sessions.SelectMany(session => session))
        {
            outcome.Add(new SentBatch(batch, answer, DateTimeOffset.UnixEpoch, TimeSpan.Zero));
        }
    }

    /// <summary>A step that was planned but not accepted is sent when it comes again.</summary>
    [Fact]
    public void Plan_StepDeliveredAgain_HasTheSameIdAndIsSent()
    {
        var payload = Payload(Event("ping_event", timePlayed: 61));
        var pipeline = new Pipeline(Some.Options(Settings()));

        var (first, second) = (Interactions(pipeline.Plan(payload)), Interactions(pipeline.Plan(payload)));

        Assert.Equal(Assert.Single(first).EventId, Assert.Single(second).EventId);
        Assert.Matches("^[0-9a-f]{32}$", first[0].EventId);
    }

    static List<Interaction> Sent(params string[] lines) =>
        Interactions(new Pipeline(Some.Options(Settings())).Plan(Payload(lines)));

    static List<Interaction> Interactions(Planned planned) =>
        [
            .. planned
                .Plan.Sessions.SelectMany(session => session)
                .SelectMany(batch => batch.Entries)
                .OrderBy(entry => entry.Position.Record)
                .Select(entry => entry.Interaction),
        ];

    /// <summary>Each an event of its own.</summary>
    static byte[] Payload(params string[] lines) =>
        Some.Payload([.. lines.Select((line, i) => line.With((EnrichedColumn.EventId, $"event-{i}")))]);

    static OneEvent Map(string line, params (string Name, string Value)[] settings) =>
        OneEvent.Map(line, Settings(settings));

    static (string Name, string Value)[] Settings(params (string Name, string Value)[] settings) =>
        [
            .. new[] { ("MEDIA_ITEM", "film.id") }.Where(setting =>
                !settings.Any(given => given.Name == setting.Item1)
            ),
            .. settings,
        ];

    static string Event(
        string name,
        string data = "{}",
        double currentTime = 50,
        double duration = 100,
        double? timePlayed = null
    )
    {
        var player = string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"currentTime":{{currentTime}},"duration":{{duration}},"label":"label-1","paused":false,"ended":false}"""
        );
        var session = timePlayed is { } played
            ? string.Create(
                CultureInfo.InvariantCulture,
                $$"""{"mediaSessionId":"media-1","timePlayed":{{played}}}"""
            )
            : """{"mediaSessionId":"media-1"}""";
        return Some.Described(
                $"{Media}/{name}/jsonschema/1-0-0",
                data,
                Some.Entity($"{Some.Schema}/media_player/jsonschema/2-0-0", player),
                Some.Entity($"{Media}/session/jsonschema/1-0-0", session),
                Some.Entity("iglu:com.acme/film/jsonschema/1-0-0", """{"id":"film-1"}""")
            )
            .With(((EnrichedColumn)EnrichedColumns.Names.ToList().IndexOf("page_title"), "title-1"));
    }
}
