using System.Text;
using System.Text.Json;
using Impressions.Cli;
using Impressions.Cli.Input;
using Impressions.Core.DeadLetters;
using Impressions.Core.Tests.Support;

namespace Impressions.Edge.Tests.Cli;

public sealed class JsonInputTests
{
    const string Event =
        """{"Records":[{"eventID":"shardId-1:7","kinesis":{"sequenceNumber":"7","data":"eA=="}}]}""";

    [Theory]
    [InlineData(Event + "\n" + Event)]
    [InlineData("[" + Event + "," + Event + "]")]
    public void Read_SeveralEvents_ReadsEachAsAnInvocation(string json)
    {
        var parts = Read(json).Where(part => part.Records.Count > 0).ToList();

        Assert.Equal(2, parts.Count);
        Assert.All(parts, part => Assert.Equal(InvocationBounds.Whole, part.Bounds));
    }

    /// <summary>Else the function would take the second record for the first one, delivered again.</summary>
    [Fact]
    public void Read_SamePlaceTwice_GetsAPlaceOfItsOwn()
    {
        var records = Read(Event + Event).SelectMany(part => part.Records).ToList();

        Assert.Equal("shardId-1:7", records[0].EventId);
        Assert.Equal("shardId-000000000001:7", records[1].EventId);
        using var json = JsonDocument.Parse(records[1].Content);
        Assert.Equal("shardId-000000000001:7", json.RootElement.GetProperty("eventID").GetString());
        Assert.Equal("eA==", json.RootElement.GetProperty("kinesis").GetProperty("data").GetString());
    }

    [Theory]
    [InlineData("1764459486.021")]
    [InlineData("\"2025-11-29T23:38:06.021000+00:00\"")]
    public void Read_OutputOfGetRecords_ReadsDataPlaceAndTime(string time)
    {
        var json =
            $$"""{"Records":[{"SequenceNumber":"7","ApproximateArrivalTimestamp":{{time}},"Data":"YQli","PartitionKey":"x"}],"MillisBehindLatest":0}""";

        var record = Assert.Single(Read(json).SelectMany(part => part.Records));

        Assert.Equal(("7", "a\tb"), (record.SequenceNumber, Encoding.UTF8.GetString(record.Content.Span)));
        Assert.Equal(1_764_459_486_021, record.ArrivedAt.ToUnixTimeMilliseconds());
    }

    [Fact]
    public void Read_OnFailureObject_ReadsItsPayload()
    {
        var record = Assert.Single(Read(Failure(Event)).SelectMany(part => part.Records));

        Assert.Equal(("7", true), (record.SequenceNumber, record.IsJson));
    }

    [Fact]
    public void Read_OnFailureObjectWithoutPayload_SaysWhereTheRecordsAre()
    {
        var problem = Assert.Throws<UsageException>(() => Read(Failure(payload: null)).ToList()).Message;

        Assert.Contains("shardId-1, from 7 to 9", problem, StringComparison.Ordinal);
        Assert.Contains("aws kinesis get-records", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_DeadLetters_KeepTheirPlaces()
    {
        var rows = new BadRowWriter();
        rows.Write(Some.DeadLetter());

        var record = Assert.Single(
            Read(Encoding.UTF8.GetString(rows.Written.Span)).SelectMany(part => part.Records)
        );

        Assert.Equal(Some.DeadLetter().SequenceNumber, record.SequenceNumber);
    }

    /// <summary>As Lambda writes it.</summary>
    public static string Failure(string? payload) =>
        $$"""
            {"requestContext":{"requestId":"r","condition":"RetryAttemptsExhausted","approximateInvokeCount":3},
             "version":"1.0","timestamp":"2026-11-30T00:38:06.021Z",
             "KinesisBatchInfo":{"shardId":"shardId-1","startSequenceNumber":"7","endSequenceNumber":"9","batchSize":3}
             {{(payload is null ? "" : ",\"payload\":" + JsonSerializer.Serialize(payload))}}}
            """;

    static IEnumerable<InputPart> Read(string json) =>
        JsonInput.Read(
            Encoding.UTF8.GetBytes(json),
            "a.json",
            RecordPlaces.OfCommand(DateTimeOffset.UnixEpoch)
        );
}
