using System.Text;
using System.Text.Json;
using Amazon.Lambda.Core;
using Amazon.Lambda.KinesisEvents;
using Impressions.Core.Kinesis;

namespace Impressions.ClassLibrary;

/// <summary>
/// Between Lambda's JSON and the handler's types, by the core's reader. AWS's serializers fail the invocation where the data
/// of one record cannot be read; this one fails the record. Of each record only what the function reads is filled in. One
/// invocation at a time.
/// </summary>
#pragma warning disable CA1515 // Lambda's runtime creates it
public sealed class KinesisEventSerializer : ILambdaSerializer
#pragma warning restore CA1515
{
    const int FirstBytes = 64 << 10;

    // Kept: arrays of this size are only freed by a full garbage collection.
    byte[] _payload = new byte[FirstBytes];
    byte[] _data = [];

    /// <exception cref="NotSupportedException">A type other than <see cref="KinesisEvent"/> is asked for.</exception>
    /// <exception cref="InvocationException">The payload is not a Kinesis event.</exception>
    public T Deserialize<T>(Stream requestStream)
    {
        ArgumentNullException.ThrowIfNull(requestStream);
        if (typeof(T) != typeof(KinesisEvent))
        {
            throw new NotSupportedException($"Only {nameof(KinesisEvent)} can be read.");
        }

        try
        {
            return (T)(object)new KinesisEvent { Records = Read(ReadAll(requestStream)) };
        }
        catch (JsonException)
        {
            throw FunctionHandler.NoKinesisEvent();
        }
    }

    /// <exception cref="NotSupportedException">It is not a <see cref="StreamsEventResponse"/>.</exception>
    public void Serialize<T>(T response, Stream responseStream)
    {
        if (response is not StreamsEventResponse { BatchItemFailures: { } failures })
        {
            throw new NotSupportedException($"Only {nameof(StreamsEventResponse)} can be written.");
        }

        using var json = new Utf8JsonWriter(responseStream);
        json.WriteStartObject();
        json.WriteStartArray("batchItemFailures"u8);
        foreach (var failure in failures)
        {
            json.WriteStartObject();
            json.WriteString("itemIdentifier"u8, failure.ItemIdentifier);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    ReadOnlySpan<byte> ReadAll(Stream stream)
    {
        var length = 0;
        int read;
        while ((read = stream.Read(_payload.AsSpan(length))) > 0)
        {
            length += read;
            if (length == _payload.Length)
            {
                Array.Resize(ref _payload, 2 * length);
            }
        }

        return _payload.AsSpan(0, length);
    }

    List<KinesisEvent.KinesisEventRecord> Read(ReadOnlySpan<byte> payload)
    {
        var length = KinesisPayloadReader.BufferLength(payload.Length);
        if (_data.Length < length)
        {
            _data = GC.AllocateUninitializedArray<byte>(length);
        }

        List<KinesisEvent.KinesisEventRecord> records = [];
        var reader = new KinesisPayloadReader(payload, _data);
        while (reader.TryRead(out var record))
        {
            records.Add(Copy(record));
        }

        return records;
    }

    static KinesisEvent.KinesisEventRecord Copy(in KinesisRecord record)
    {
        var copy = record.IsCorrupt
            ? new CorruptRecord { Json = record.Json.ToArray() }
            : new KinesisEvent.KinesisEventRecord();
        copy.EventId = Encoding.UTF8.GetString(record.EventId);
        copy.Kinesis = new()
        {
            SequenceNumber = Encoding.UTF8.GetString(record.SequenceNumber),
            ApproximateArrivalTimestamp =
                record.ArrivalMilliseconds > 0
                    ? DateTime.UnixEpoch.AddMilliseconds(record.ArrivalMilliseconds)
                    : null,
        };
        if (!record.IsCorrupt)
        {
            var data = record.Data.ToArray();
            copy.Kinesis.Data = new(data, 0, data.Length, writable: false, publiclyVisible: true);
        }

        return copy;
    }
}

/// <summary>A record whose data cannot be read, with the JSON that it came as, which dead letters keep.</summary>
sealed class CorruptRecord : KinesisEvent.KinesisEventRecord
{
    public required byte[] Json { get; init; }
}
