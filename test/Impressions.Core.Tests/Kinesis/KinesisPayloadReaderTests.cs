using System.Text;
using System.Text.Json;
using Impressions.Core.Kinesis;
using Impressions.Core.Tests.Reference;

namespace Impressions.Core.Tests.Kinesis;

public sealed class KinesisPayloadReaderTests
{
    [Fact]
    public void TryRead_RecordAsLambdaSendsIt_HasItsNameTimeAndData()
    {
        var record = Assert.Single(
            Read(
                """
                {"Records":[{"kinesis":{"kinesisSchemaVersion":"1.0","partitionKey":"1","sequenceNumber":"495903382",
                "data":"SGVsbG8=","approximateArrivalTimestamp":1795304952.349},"eventSource":"aws:kinesis",
                "eventID":"shardId-000000000006:495903382","awsRegion":"us-east-1"}]}
                """
            )
        );

        Assert.Equal(
            new ReadRecord("495903382", "shardId-000000000006:495903382", 1_795_304_952_349, "Hello"),
            record
        );
    }

    [Fact]
    public void TryRead_MembersInAnyOrderBesideUnknownOnes_ReadsTheSame()
    {
        var record = Assert.Single(
            Read(
                """
                {"version":{"Records":[1]},"Records":[{"eventID":"s:7","kinesis":{"x":[{"data":1}],
                "approximateArrivalTimestamp":1.5,"data":"YQ==","encryptionType":null,"sequenceNumber":"7"},
                "kinesisX":{"sequenceNumber":"8"}}],"window":{"start":"a"}}
                """
            )
        );

        Assert.Equal(new ReadRecord("7", "s:7", 1_500, "a"), record);
    }

    [Fact]
    public void TryRead_EscapedNames_AreTheSameNamesAndHalfAnEmojiIsNone()
    {
        var record = Assert.Single(
            Read(
                """
                {"\ud83d":1,"\u0052ecords":[{"\ud83d":1,"k\u0069nesis":{"\ud83d":1,"d\u0061ta":"YQ==","sequenceNumber":"7"}}]}
                """
            )
        );

        Assert.Equal(new ReadRecord("7", "", 0, "a"), record);
    }

    [Fact]
    public void TryRead_RepeatedMembers_TheLastOneCountsAlone()
    {
        var record = Assert.Single(
            Read(
                """
                {"Records":[{"kinesis":{"sequenceNumber":"7","data":"YQ==","approximateArrivalTimestamp":1},
                "kinesis":{"sequenceNumber":"8","approximateArrivalTimestamp":1,"approximateArrivalTimestamp":null}}]}
                """
            )
        );

        Assert.Equal(new ReadRecord("8", "", 0, Data: null), record);
    }

    [Fact]
    public void TryRead_SeveralRecords_ForgetsTheOneBefore()
    {
        var records = Read(
            """
            {"Records":[{"eventID":"s:7","kinesis":{"sequenceNumber":"7","data":"YQ==","approximateArrivalTimestamp":1}},
            {"kinesis":{"sequenceNumber":"8"}}]}
            """
        );

        Assert.Equal([new("7", "s:7", 1_000, "a"), new("8", "", 0, Data: null)], records);
    }

    [Theory]
    [InlineData("\"\"", "")] // empty is not corrupt
    [InlineData("\"YS9iPz8/\"", "a/b???")]
    [InlineData("\"Pz8\\/fn5\\u002b\"", "???~~~")] // the slash and the plus escaped
    [InlineData("\"w6k=\"", "é")]
    [InlineData("null", null)]
    [InlineData("1", null)]
    [InlineData("{\"data\":\"YQ==\"}", null)]
    [InlineData("[\"YQ==\"]", null)]
    [InlineData("\"YQ\"", null)] // padding missing
    [InlineData("\"YQ=\"", null)]
    [InlineData("\"Y!==\"", null)]
    [InlineData("\"YQ==YQ==\"", null)] // goes on after its end
    [InlineData("\"\\ud83d\"", null)] // half an emoji
    [InlineData("\"-_-_\"", null)] // base64 for URLs
    [InlineData("\"YWJj    ZGVm\"", "abcdef")]
    [InlineData("\"YWJj ZGVm   \"", "abcdef")]
    [InlineData("\"YWJj\\n\"", "abc")] // base64 takes white space
    public void TryRead_Data_IsDecodedOrCorrupt(string data, string? expected)
    {
        var payload = $$$"""{"Records":[{"kinesis":{"sequenceNumber":"7","data":{{{data}}}}}]}""";
        Assert.Equal(expected, Assert.Single(Read(payload)).Data);
    }

    [Theory]
    [InlineData("1795304952.349", 1_795_304_952_349)]
    [InlineData("1795304952.3499", 1_795_304_952_349)]
    [InlineData("1.795304952349E9", 1_795_304_952_349)]
    [InlineData("1795304952349", 1_795_304_952_349)] // milliseconds
    [InlineData("1795304952349.9", 1_795_304_952_349)]
    [InlineData("1795304952349000", 1_795_304_952_349)] // microseconds
    [InlineData("1795304952349000000", 1_795_304_952_349)]
    [InlineData("99999999999", 99_999_999_999_000)] // the year 5138
    [InlineData("\"1795304952.349\"", 1_795_304_952_349)]
    [InlineData("\"1795304952349\"", 1_795_304_952_349)]
    [InlineData("\"2026-11-21T23:49:12.349Z\"", 1_795_304_952_349)]
    [InlineData("\"2026-11-22T00:49:12.349000+01:00\"", 1_795_304_952_349)]
    [InlineData("0", 0)]
    [InlineData("-1", 0)]
    [InlineData("1e30", 0)] // beyond every clock
    [InlineData("9223372036854775807000", 0)]
    [InlineData("79228162514264337593543950335", 0)] // the largest decimal
    [InlineData("\"\"", 0)]
    [InlineData("\"yesterday\"", 0)]
    [InlineData("\"1969-01-01T00:00:00Z\"", 0)]
    [InlineData("\"0000000000000000000000000000000000000000000001\"", 0)]
    [InlineData("null", 0)]
    [InlineData("true", 0)]
    [InlineData("[1]", 0)]
    [InlineData("{}", 0)]
    public void TryRead_ArrivalTime_IsMillisecondsOrNothing(string seconds, long expected)
    {
        var payload =
            $$$"""{"Records":[{"kinesis":{"approximateArrivalTimestamp":{{{seconds}}},"sequenceNumber":"7"}}]}""";
        Assert.Equal(expected, Assert.Single(Read(payload)).Arrival);
    }

    [Theory]
    [InlineData("""{"sequenceNumber":"7","data":"YQ=="}""", 5)]
    [InlineData("""{"sequenceNumber":"7","data":"YQ==","approximateArrivalTimestamp":null}""", 5)]
    [InlineData("""{"sequenceNumber":"7","data":"YQ==","approximateArrivalTimestamp":"?"}""", 5)]
    [InlineData("""{"sequenceNumber":"7","data":"YQ==","approximateArrivalTimestamp":2}""", 2_000)]
    public void ForEach_RecordWithoutAnArrivalTime_ArrivesNow(string kinesis, long expected)
    {
        var arrivals = new List<long>();

        new PayloadRecords
        {
            Payload = Encoding.UTF8.GetBytes($$"""{"Records":[{"kinesis":{{kinesis}}}]}"""),
            NowMilliseconds = 5,
        }.ForEach((in record) => arrivals.Add(record.ArrivalMilliseconds));

        Assert.Equal([expected], arrivals);
    }

    [Fact]
    public void TryRead_NoRecords_ReadsNone() => Assert.Empty(Read("""{"Records":[]}"""));

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("[{\"Records\":[]}]")]
    [InlineData("{}")]
    [InlineData("{\"records\":[]}")]
    [InlineData("{\"Records\":{}}")]
    [InlineData("{\"Records\":null}")]
    [InlineData("{\"Records\":[null]}")]
    [InlineData("{\"Records\":[[]]}")]
    [InlineData("{\"Records\":[{}]}")]
    [InlineData("{\"Records\":[{\"kinesis\":null}]}")]
    [InlineData("{\"Records\":[{\"kinesis\":{}}]}")] // no sequence number: could not be asked for again
    [InlineData("{\"Records\":[{\"kinesis\":{\"sequenceNumber\":\"\"}}]}")]
    [InlineData("{\"Records\":[{\"kinesis\":{\"sequenceNumber\":7}}]}")]
    [InlineData("{\"Records\":[{\"kinesis\":{\"sequenceNumber\":\"\\u0037\"}}]}")]
    [InlineData("{\"Records\":[{\"eventID\":null,\"kinesis\":{\"sequenceNumber\":\"7\"}}]}")]
    [InlineData("{\"Records\":[{\"kinesis\":{\"sequenceNumber\":\"7\"}}")] // half
    [InlineData("{\"Records\":[{\"kinesis\":{\"sequenceNumber\":\"7\"}}]")]
    [InlineData("{\"Records\":[{\"kinesis\":{\"sequenceNumber\":\"7\"}}]}x")] // goes on after its end
    [InlineData("{\"Records\":[]} {}")]
    [InlineData("{\"Records\":[],\"Records\":[]}")] // whose records?
    [InlineData("{\"Records\":[]")]
    [InlineData("{\"Records\":[{\"kinesis\":{\"sequenceNumber\":\"7\",\"data\":\"YWJj\n\"}}]}")] // JSON takes no line break
    [InlineData("{\"Records\":[{\"kinesis\":{\"sequenceNumber\":\"7\",\"data\":\"YWJj\t\n\t\n\"}}]}")]
    public void TryRead_NoKinesisEvent_Throws(string payload) =>
        Assert.ThrowsAny<JsonException>(() => Read(payload));

    [Theory]
    [InlineData(60)]
    [InlineData(61)]
    [InlineData(62)]
    [InlineData(100_000)] // must not reach the stack
    public void TryRead_UnknownValueNestsDeep_IsPassedOverAsDeepAsTheFrameworkReads(int levels)
    {
        var nested = new string('[', levels) + new string(']', levels);
        var payload = $$$"""{"Records":[{"x":{{{nested}}},"kinesis":{"sequenceNumber":"7"}}]}""";

        Assert.Equal(
            Throws(() => ReferencePayload.Read(Encoding.UTF8.GetBytes(payload))),
            Throws(() => Read(payload))
        );
        Assert.Equal(levels > 61, Throws(() => Read(payload)));

        static bool Throws(Action read) => Record.Exception(read) is JsonException;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1_000)]
    public void BufferLength_APayloadOfNothingButData_HasRoomForIt(int payloadLength) =>
        Assert.InRange(
            KinesisPayloadReader.BufferLength(payloadLength),
            payloadLength / 4 * 3,
            payloadLength
        );

    static List<ReadRecord> Read(string text)
    {
        var payload = Encoding.UTF8.GetBytes(text);
        var records = new KinesisPayloadReader(
            payload,
            new byte[KinesisPayloadReader.BufferLength(payload.Length)]
        );
        var read = new List<ReadRecord>();
        while (records.TryRead(out var record))
        {
            read.Add(
                new ReadRecord(
                    Encoding.UTF8.GetString(record.SequenceNumber),
                    Encoding.UTF8.GetString(record.EventId),
                    record.ArrivalMilliseconds,
                    record.IsCorrupt ? null : Encoding.UTF8.GetString(record.Data)
                )
            );
        }

        return read;
    }

    /// <summary>A record, copied.</summary>
    /// <param name="Data">Null when corrupt.</param>
    sealed record ReadRecord(string SequenceNumber, string EventId, long Arrival, string? Data);
}
