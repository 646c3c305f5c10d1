using System.Text;
using System.Text.Json;
using Impressions.Core.Batching;
using Impressions.Core.Delivery;
using Impressions.Core.Mapping;
using Impressions.Core.Snowplow;
using Impressions.Core.Tests.Reference;
using Impressions.Core.Tests.Support;

namespace Impressions.Core.Tests;

/// <summary>Nothing that arrives may throw, vanish, or make a call that the service would refuse.</summary>
public sealed class PipelineHostileInputTests
{
    const int LinesPerPayload = 50;

    static readonly (string, string)[] Log = [("DEAD_LETTERS", "log")];

    [Fact]
    public void Plan_DamagedEvents_GivesEachRecordItsFateAndMakesOnlyValidCalls()
    {
        var random = new Random(6);
        var mutations = new Mutations(random);
        var pipeline = new Pipeline(Some.Options(Log));
        var seen = new InvocationTotals();
        for (var run = 0; run < 400; run++)
        {
            var lines = Enumerable
                .Range(0, LinesPerPayload)
                .Select(_ => mutations.Of(CapturedLines.All[random.Next(CapturedLines.All.Count)]));
            var payload = Some.Payload([.. lines]);

            var planned = pipeline.Plan(payload);

            AssertEverythingSettles(planned, payload);
            seen.Add(planned.Outcome.Report);
        }

        Assert.InRange(seen.Mapped, 2_000, 10_000); // every kind of fate was met
        Assert.InRange(seen.NotSelected, 2_000, 10_000);
        Assert.InRange(seen.WrongColumnCount, 2_000, 10_000);
        Assert.InRange(seen.BrokenJson, 1_000, 10_000);
        Assert.InRange(seen.Other, 1_000, 10_000);
    }

    [Fact]
    public void Plan_DamagedPayload_ThrowsNothingButJsonException()
    {
        var random = new Random(7);
        var mutations = new Mutations(random);
        var pipeline = new Pipeline(Some.Options(Log));
        var payloads = EventCase.Names.Select(name => EventCase.Load(name).Payload).ToList();
        var (read, refused) = (0, 0);
        for (var run = 0; run < 2_000; run++)
        {
            var payload = mutations.Of(payloads[random.Next(payloads.Count)]);
            try
            {
                AssertEverythingSettles(pipeline.Plan(payload), payload);
                read++;
            }
            catch (JsonException)
            {
                refused++;
            }
        }

        Assert.InRange(read, 200, 1_900); // both were met
        Assert.InRange(refused, 50, 1_900);
    }

    [Fact]
    public void Plan_PayloadCutAnywhere_ThrowsJsonException()
    {
        var payload = Some.Payload(Some.Line());
        var pipeline = new Pipeline(Some.Options());
        for (var length = 0; length < payload.Length; length++)
        {
            var cut = payload[..length];
            _ = Assert.ThrowsAny<JsonException>(() => pipeline.Plan(cut));
        }
    }

    [Theory]
    [InlineData(nameof(EnrichedColumn.EventId))]
    [InlineData(nameof(EnrichedColumn.UserId))]
    [InlineData(nameof(EnrichedColumn.DomainSessionId))]
    [InlineData(nameof(EnrichedColumn.DerivedTimestamp))]
    [InlineData(nameof(EnrichedColumn.EventVendor))]
    [InlineData(nameof(EnrichedColumn.EventName))]
    [InlineData(nameof(EnrichedColumn.Contexts))]
    public void Plan_AMegabyteInOneColumn_HasAFate(string column)
    {
        var line = Some.Line((Enum.Parse<EnrichedColumn>(column), new string('7', 1_048_576)));
        var payload = Some.Payload(line);

        AssertEverythingSettles(new Pipeline(Some.Options(Log)).Plan(payload), payload);
    }

    [Fact]
    public void Plan_AMegabyteOfUrl_HasAFate()
    {
        var url = $"https://shop/{string.Concat(Enumerable.Repeat("%2F/?&variant=", 80_000))}";
        var payload = Some.Payload(Some.Click(url, Some.Widget("RID-1"), Some.Shown("a"), Some.Shown("b")));

        var planned = new Pipeline(Some.Options(Log)).Plan(payload);

        AssertEverythingSettles(planned, payload);
        Assert.Equal(1, planned.Outcome.Report.Of(ClickedItemRule.FirstShown));
    }

    [Theory]
    [InlineData(1_000, 1, 0)]
    [InlineData(1_001, 0, 1)]
    [InlineData(10_000, 0, 1)]
    public void Plan_ManyProducts_SendsThemAllOrIsADeadLetter(int products, int mapped, int deadLetters)
    {
        var line = Some.Action(
            "list_view",
            [Some.Widget("RID-1"), .. Some.Ids(products).Select(Some.Product), Some.Product("i0")]
        );
        var payload = Some.Payload(line);

        var planned = new Pipeline(Some.Options(Log)).Plan(payload);

        Assert.Equal(mapped * products, planned.Outcome.Report.Interactions);
        Assert.Equal(deadLetters, planned.Outcome.Report.Of(DeadLetterReason.TooLarge));
        AssertEverythingSettles(planned, payload);
    }

    [Fact]
    public void Plan_TenThousandElementsAndContents_AreOneClick()
    {
        var line = Some.Click(
            "https://shop/i7",
            [
                .. Some.Ids(10_000).Select(_ => Some.Widget("RID-1")),
                .. Some.Ids(10_000).Select(Some.Shown),
                .. Some.Ids(10_000).Select(id => Some.Element(id)),
            ]
        );
        var payload = Some.Payload(line);

        var planned = new Pipeline(Some.Options(Log)).Plan(payload);

        Assert.Equal(1, planned.Outcome.Report.Of(ClickedItemRule.UrlMatch));
        AssertEverythingSettles(planned, payload);
    }

    [Theory]
    [InlineData(50, 0)]
    [InlineData(100, 1)]
    [InlineData(100_000, 1)]
    public void Plan_DeepNesting_IsADeadLetterAtSomeDepth(int levels, int expectedDeadLetters)
    {
        var nested = new string('[', levels) + new string(']', levels);
        var payload = Some.Payload(
            Some.Action("product_view", Some.Product("a"), Some.Entity("iglu:a/b/jsonschema/1-0-0", nested))
        );

        var planned = new Pipeline(Some.Options(Log)).Plan(payload);

        Assert.Equal(expectedDeadLetters, planned.Outcome.Report.Of(DeadLetterReason.BrokenJson));
        AssertEverythingSettles(planned, payload);
    }

    /// <summary>No event is lost or counted twice, the service would take every call, and then nothing is owed.</summary>
    static void AssertEverythingSettles(Planned planned, byte[] payload)
    {
        var report = planned.Outcome.Report;
        Assert.Equal(report.Events, InvocationTotals.CountOfAllFates(report));
        foreach (var batch in planned.Plan.Sessions.SelectMany(session => session))
        {
            Assert.Equal("", ReferenceCall.Problem(PutEventsJson.Write(batch, EventCase.TrackingId)));
            planned.Outcome.Add(
                new SentBatch(batch, Answers.Accepted, DateTimeOffset.UnixEpoch, TimeSpan.Zero)
            );
        }

        Assert.Equal(report.Interactions, report.Accepted + report.AlreadySettled);
        Assert.Equal(report.Records, planned.Outcome.Records.Count);
        Assert.Equal(0, planned.Outcome.Records.CountOf(RecordFate.BatchItemFailure));
        Assert.Equal("", Encoding.UTF8.GetString(planned.Outcome.Records.LowestFailed()));
    }

    /// <summary>Fates over many invocations.</summary>
    sealed class InvocationTotals
    {
        public int Mapped { get; private set; }

        public int NotSelected { get; private set; }

        public int WrongColumnCount { get; private set; }

        public int BrokenJson { get; private set; }

        /// <summary>Skips of every other reason.</summary>
        public int Other { get; private set; }

        public static int CountOfAllFates(InvocationReport report) =>
            report.Mapped
            + Enum.GetValues<SkipReason>().Sum(report.Of)
            + Enum.GetValues<DeadLetterReason>().Sum(report.Of);

        public void Add(InvocationReport report)
        {
            Mapped += report.Mapped;
            NotSelected += report.Of(SkipReason.NotSelected);
            WrongColumnCount += report.Of(DeadLetterReason.WrongColumnCount);
            BrokenJson += report.Of(DeadLetterReason.BrokenJson);
            Other += Enum.GetValues<SkipReason>().Sum(report.Of) - report.Of(SkipReason.NotSelected);
        }
    }
}
