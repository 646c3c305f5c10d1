using System.Text;
using Impressions.Cli.Input;
using Impressions.Core.Kinesis;
using Impressions.Edge.Tests.Support;

namespace Impressions.Edge.Tests.Cli;

public sealed class InvocationRecordsTests
{
    /// <summary>As if they had come through base64 and JSON.</summary>
    [Fact]
    public void ForEach_Lines_AreTheRecordsOfTheirPayload()
    {
        var records = InputRecords.OfLines("a\tb", "", "é");

        var read = Read(new InvocationRecords(records));

        Assert.Equal(3, read.Count);
        Assert.Equal(Read(new PayloadRecords { Payload = InputRecord.PayloadOf(records) }), read);
    }

    [Fact]
    public void ForEach_NamedRecords_KeepTheirNames()
    {
        var name = new string('7', 300);
        InputRecord[] records = [new($"shard:{name}", name, DateTimeOffset.UnixEpoch, "x"u8.ToArray())];

        var read = Assert.Single(Read(new InvocationRecords(records)));

        Assert.Equal(($"shard:{name}", name), (read.EventId, read.SequenceNumber));
    }

    static List<(string EventId, string SequenceNumber, long Arrival, string Data)> Read(
        IKinesisRecords records
    )
    {
        var read = new List<(string, string, long, string)>();
        records.ForEach(
            (in record) =>
                read.Add(
                    (
                        Encoding.UTF8.GetString(record.EventId),
                        Encoding.UTF8.GetString(record.SequenceNumber),
                        record.ArrivalMilliseconds,
                        Encoding.UTF8.GetString(record.Data)
                    )
                )
        );
        return read;
    }
}
