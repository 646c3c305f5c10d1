using System.Text;
using System.Text.Json;
using Impressions.Core.Delivery;
using Impressions.Core.Kinesis;
using Impressions.Core.Mapping;
using Impressions.Core.Snowplow;
using Impressions.Core.Tests.Support;

namespace Impressions.Core.Tests;

public sealed class PipelineTests
{
    static readonly string View = Some.Action("product_view", Some.Product("a"));

    [Fact]
    public void Plan_SameEventTwice_IsSentOnceAndCounted()
    {
        var resent = View.With((EnrichedColumn.DerivedTimestamp, "2026-11-22 00:00:00"));

        var planned = Plan(View, resent, View);

        Assert.Equal(1_795_304_952_349, Assert.Single(Interactions(planned)).SentAtMilliseconds); // the first one
        Assert.Equal(2, planned.Outcome.Report.Of(SkipReason.Duplicate));
        Assert.Equal((3, 1), (planned.Outcome.Report.Selected, planned.Outcome.Report.Mapped));
    }

    [Fact]
    public void Plan_SameEventTwiceInOneRecord_IsSentOnce() =>
        Assert.Equal(1, Plan($"{View}\n{View}\n").Outcome.Report.Of(SkipReason.Duplicate));

    [Fact]
    public void Plan_TwiceTheSameButForTheirIds_AreTwoEvents() =>
        Assert.Equal(2, Interactions(Plan(View, View.With((EnrichedColumn.EventId, "another")))).Count);

    [Fact]
    public void Plan_SameIdAfterAnEventThatWasSkipped_IsSent()
    {
        var planned = Plan(Some.Action("product_view"), View);

        Assert.Equal("a", Assert.Single(Interactions(planned)).ItemId);
        Assert.Equal(
            (1, 0),
            (planned.Outcome.Report.Of(SkipReason.NoItem), planned.Outcome.Report.Of(SkipReason.Duplicate))
        );
    }

    [Fact]
    public void Plan_NextInvocation_KnowsNothingOfTheOneBefore()
    {
        var pipeline = new Pipeline(Some.Options());
        _ = pipeline.Plan(Some.Payload(View));

        Assert.Equal(0, pipeline.Plan(Some.Payload(View)).Outcome.Report.Of(SkipReason.Duplicate));
    }

    [Fact]
    public void Plan_EventsWithoutId_AreNeverDuplicatesAndKeepTheirKeys()
    {
        var nameless = View.With((EnrichedColumn.EventId, ""));

        Assert.Equal(
            ["shardId-000000000000:100", "shardId-000000000000:100.1", "shardId-000000000000:101"],
            Interactions(Plan($"{nameless}\n{nameless}", nameless)).Select(interaction => interaction.EventId)
        );
    }

    [Fact]
    public void Plan_EventsWithoutIdInAnAggregate_AreCountedThroughAllItsRecords()
    {
        var nameless = Encoding.UTF8.GetBytes(View.With((EnrichedColumn.EventId, "")));
        var aggregate = Containers.Aggregate(
            [.. nameless, .. "\n"u8, .. nameless],
            Containers.Gzip(Containers.Layout(nameless, nameless)),
            nameless
        );

        var planned = new Pipeline(Some.Options()).Plan(Some.Payload(aggregate, nameless));

        Assert.Equal(
            [
                "shardId-000000000000:100",
                "shardId-000000000000:100.1",
                "shardId-000000000000:100.2",
                "shardId-000000000000:100.3",
                "shardId-000000000000:100.4",
                "shardId-000000000000:101",
            ],
            Interactions(planned).Select(interaction => interaction.EventId)
        );
        Assert.Equal(
            [new(0, 0), new(0, 1), new(0, 2), new(0, 3), new(0, 4), new(1, 0)],
            planned
                .Plan.Sessions.SelectMany(session => session)
                .SelectMany(batch => batch.Entries)
                .Select(entry => entry.Position)
        );
    }

    /// <summary>How what stood at a position is had again: by opening the record once more.</summary>
    [Theory]
    [InlineData("made-compressed-one-bad-event", 2)]
    [InlineData("made-wrong-column-count", 1)]
    [InlineData("made-aggregated-record", 0)]
    public void Plan_DeadLettersOfACase_StandWhereTheirPositionSays(string name, int expected)
    {
        var payload = EventCase.Load(name).Payload;
        var deadLetters = new Pipeline(Some.Options()).Plan(payload).Outcome.DeadLetters;
        var records = new KinesisPayloadReader(
            payload,
            new byte[KinesisPayloadReader.BufferLength(payload.Length)]
        );
        var decoder = new RecordDecoder();
        var found = 0;
        for (var record = 0; records.TryRead(out var read); record++)
        {
            Assert.Equal(DeadLetterReason.None, decoder.Open(read, out var events));
            for (var line = 0; events.TryRead(out var bytes); line++)
            {
                var isDead = deadLetters.Any(dead => dead.Position == new EventPosition(record, line));
                var again = OneEvent.Map(bytes.ToArray()).DeadLetter;
                Assert.Equal(isDead, again != DeadLetterReason.None);
                found += isDead ? 1 : 0;
            }
        }

        Assert.Equal(expected, found);
        Assert.Equal(expected, deadLetters.Count);
    }

    [Fact]
    public void Plan_ZstdWithoutTheLibrary_IsADeadLetterBesideTheOthers()
    {
        var pipeline = new Pipeline(Some.Options(), new RecordDecoder("libzstd-of-another-machine.so.1"));
        var view = Encoding.UTF8.GetBytes(View);

        var planned = pipeline.Plan(Some.Payload(Containers.Zstd(Containers.Layout(view)), view));

        Assert.Equal(
            [(new EventPosition(0, 0), DeadLetterReason.UnsupportedCompression)],
            planned.Outcome.DeadLetters.Select(deadLetter => (deadLetter.Position, deadLetter.Reason))
        );
        Assert.Equal(
            (2, 2, 1),
            (planned.Outcome.Report.Records, planned.Outcome.Report.Events, planned.Outcome.Report.Mapped)
        );
    }

    [Fact]
    public void Plan_NoTimeInTheEvent_TakesTheRecordsArrival() =>
        Assert.Equal(
            1_795_304_952_500,
            Assert
                .Single(
                    Interactions(
                        Plan(
                            View.With(
                                (EnrichedColumn.DerivedTimestamp, ""),
                                (EnrichedColumn.CollectorTimestamp, "")
                            )
                        )
                    )
                )
                .SentAtMilliseconds
        );

    [Theory]
    [InlineData(new byte[] { 0x1F, 0x8B, 8 }, nameof(DeadLetterReason.CorruptRecord))]
    [InlineData(new byte[] { 0x28, 0xB5, 0x2F, 0xFD }, nameof(DeadLetterReason.CorruptRecord))]
    [InlineData(new byte[] { 0xF3, 0x89, 0x9A, 0xC2 }, nameof(DeadLetterReason.CorruptRecord))]
    [InlineData(new byte[] { }, nameof(DeadLetterReason.WrongColumnCount))]
    [InlineData(new byte[] { (byte)'\n' }, nameof(DeadLetterReason.WrongColumnCount))]
    [InlineData(new byte[] { (byte)'x' }, nameof(DeadLetterReason.WrongColumnCount))]
    public void Plan_UnreadableRecord_IsOneDeadLetterBesideTheOthers(byte[] data, string expected)
    {
        var good = Encoding.UTF8.GetBytes(View);

        var planned = new Pipeline(Some.Options()).Plan(Some.Payload(good, data));

        Assert.Equal(
            [(new EventPosition(1, 0), Enum.Parse<DeadLetterReason>(expected))],
            planned.Outcome.DeadLetters.Select(deadLetter => (deadLetter.Position, deadLetter.Reason))
        );
        Assert.Equal(
            (2, 2, 1),
            (planned.Outcome.Report.Records, planned.Outcome.Report.Events, planned.Outcome.Report.Mapped)
        );
    }

    [Fact]
    public void Plan_DataThatIsNoBase64_IsACorruptRecord()
    {
        var payload = Encoding.UTF8.GetBytes($$"""{"Records":[{{Some.Record("7", "!")}}]}""");

        var planned = new Pipeline(Some.Options()).Plan(payload);

        Assert.Equal(1, planned.Outcome.Report.Of(DeadLetterReason.CorruptRecord));
        Assert.Equal("7", Encoding.UTF8.GetString(planned.Outcome.Records.LowestFailed()));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("")]
    public void Plan_NoKinesisEvent_Throws(string payload) =>
        Assert.ThrowsAny<JsonException>(() =>
            new Pipeline(Some.Options()).Plan(Encoding.UTF8.GetBytes(payload))
        );

    [Fact]
    public void Plan_NoRecords_HasNothingToSend()
    {
        var planned = new Pipeline(Some.Options()).Plan("""{"Records":[]}"""u8.ToArray());

        Assert.Empty(planned.Plan.Sessions);
        Assert.Equal((0, 0), (planned.Outcome.Records.Count, planned.Outcome.Report.Events));
    }

    static Planned Plan(params string[] lines) => new Pipeline(Some.Options()).Plan(Some.Payload(lines));

    static List<Interaction> Interactions(Planned planned) =>
        [
            .. planned
                .Plan.Sessions.SelectMany(session => session)
                .SelectMany(batch => batch.Entries)
                .Select(entry => entry.Interaction),
        ];
}
