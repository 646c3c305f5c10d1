using System.Text;
using Amazon.Lambda.Core;
using Amazon.Lambda.KinesisEvents;
using Amazon.Lambda.Serialization.SystemTextJson;
using Impressions.Core.Kinesis;
using Impressions.Core.Tests.Support;

namespace Impressions.ClassLibrary.Tests;

public sealed class KinesisEventRecordsTests
{
    static readonly KinesisEventSerializer Ours = new();
    static readonly SourceGeneratorLambdaJsonSerializer<EventJson> Theirs = new();

    public static TheoryData<string> CaseNames => [.. EventCase.Names];

    [Theory]
    [MemberData(nameof(CaseNames))]
    public void ForEach_CapturedPayload_ReadsWhatTheOtherHostReads(string name)
    {
        var payload = EventCase.Load(name).Payload;

        var expected = Read(new PayloadRecords { Payload = payload });

        Assert.NotEmpty(expected);
        Assert.Equal(expected, Read(new KinesisEventRecords { Event = Parse(payload, Ours) }));
        Assert.Equal(expected, Read(new KinesisEventRecords { Event = Parse(payload, Theirs) }));
    }

    [Fact]
    public void ForEach_DataThatIsNotBase64_ReadsWhatTheOtherHostReads()
    {
        var payload = Encoding.UTF8.GetBytes($$"""{"Records":[{{Some.Record("100", "?")}}]}""");

        var expected = Assert.Single(Read(new PayloadRecords { Payload = payload }));

        Assert.True(expected.IsCorrupt);
        Assert.Equal(expected, Assert.Single(Read(new KinesisEventRecords { Event = Parse(payload, Ours) })));
    }

    /// <summary>Dead letters are read from the records once more.</summary>
    [Fact]
    public void ForEach_Again_ReadsTheSame()
    {
        var records = new KinesisEventRecords { Event = Parse(Some.Payload("a\tb", "c"), Ours) };

        Assert.Equal(Read(records), Read(records));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ForEach_Data_IsTheWholeStream(bool showsItsBuffer)
    {
        byte[] bytes = [.. "0123"u8];
        using var data = new MemoryStream(bytes, 1, 2, writable: false, showsItsBuffer);
        data.Position = 2;

        var record = Assert.Single(Read(new KinesisEventRecords { Event = Event(new() { Data = data }) }));

        Assert.Equal(("12", false), (record.Data, record.IsCorrupt));
    }

    [Fact]
    public void ForEach_WithoutArrival_TakesTheClocks() =>
        Assert.Equal(
            4_711,
            Assert
                .Single(Read(new KinesisEventRecords { Event = Event(new()), NowMilliseconds = 4_711 }))
                .ArrivalMilliseconds
        );

    [Fact]
    public void ForEach_WithoutData_HasWhatThereIsOfIt()
    {
        var record = Assert.Single(Read(new KinesisEventRecords { Event = Event(new()) }));

        Assert.True(record.IsCorrupt);
        Assert.Contains("\"sequenceNumber\":\"100\"", record.Json, StringComparison.Ordinal);
    }

    static KinesisEvent Event(KinesisEvent.Record record)
    {
        record.SequenceNumber = "100";
        return new() { Records = [new() { Kinesis = record }] };
    }

    static KinesisEvent Parse(byte[] payload, ILambdaSerializer serializer)
    {
        using var stream = new MemoryStream(payload);
        return serializer.Deserialize<KinesisEvent>(stream);
    }

    static List<Seen> Read(IKinesisRecords records)
    {
        List<Seen> seen = [];
        records.ForEach(
            (in KinesisRecord record) =>
                seen.Add(
                    new(
                        Encoding.UTF8.GetString(record.SequenceNumber),
                        Encoding.UTF8.GetString(record.EventId),
                        record.ArrivalMilliseconds,
                        Encoding.Latin1.GetString(record.Data),
                        record.IsCorrupt,
                        record.IsCorrupt ? Encoding.UTF8.GetString(record.Json) : "" // only then it is asked for
                    )
                )
        );
        return seen;
    }

    sealed record Seen(
        string SequenceNumber,
        string EventId,
        long ArrivalMilliseconds,
        string Data,
        bool IsCorrupt,
        string Json
    );
}
