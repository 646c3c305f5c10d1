using System.Text;
using Impressions.Core.Delivery;
using Impressions.Core.Kinesis;

namespace Impressions.Core.Tests.Support;

/// <summary>What a decoder found in one record.</summary>
/// <param name="Events">As text, in order; the reason of a member from which none can be had.</param>
sealed record OneRecord(DeadLetterReason Reason, IReadOnlyList<string> Events)
{
    /// <summary>By its name, since a public test method cannot take the enum.</summary>
    public string Why => Reason.ToString();

    public static OneRecord Open(byte[] data) => Open(data, new RecordDecoder());

    public static OneRecord Open(byte[] data, RecordDecoder decoder)
    {
        var reason = decoder.Open(Of(data), out var events);
        var read = new List<string>();
        while (events.TryRead(out var line))
        {
            read.Add(
                events.Reason == DeadLetterReason.None
                    ? Encoding.Latin1.GetString(line) // keeps every byte
                    : events.Reason.ToString()
            );
        }

        return new OneRecord(reason, read);
    }

    public static KinesisRecord Of(ReadOnlySpan<byte> data) =>
        new()
        {
            SequenceNumber = "100"u8,
            EventId = "shardId-000000000000:100"u8,
            ArrivalMilliseconds = 0,
            Data = data,
            IsCorrupt = false,
        };
}
