using System.Security.Cryptography;

namespace Impressions.Core.Kinesis;

/// <summary>
/// Enumerates the records that the Kinesis Producer Library put into one:
/// <c>F3 89 9A C2</c>, a protobuf message, the message's MD5. Of the message only the data of its records matters; their
/// partition keys have done their work.
/// </summary>
ref struct AggregatedRecords
{
    /// <summary>Field <c>records</c> of message <c>AggregatedRecord</c>.</summary>
    const int RecordsField = 3;

    /// <summary>Field <c>data</c> of message <c>Record</c>.</summary>
    const int DataField = 3;

    ProtobufFields _fields;

    /// <param name="data">Begins with <see cref="Magic"/>; must outlive the enumeration.</param>
    public AggregatedRecords(ReadOnlySpan<byte> data)
    {
        if (TryCheck(data[Magic.Length..], out var message))
        {
            _fields = new ProtobufFields(message);
        }
        else
        {
            IsCorrupt = true;
        }
    }

    public static ReadOnlySpan<byte> Magic => [0xF3, 0x89, 0x9A, 0xC2];

    /// <summary>The data of the record at hand.</summary>
    public ReadOnlySpan<byte> Current { get; private set; }

    /// <summary>True when the enumeration stopped at damage.</summary>
    public bool IsCorrupt { get; private set; }

    public bool MoveNext()
    {
        while (!IsCorrupt && _fields.MoveNext())
        {
            if (_fields.Number != RecordsField)
            {
                continue;
            }

            IsCorrupt = !TryReadData(_fields.Bytes, out var data); // no message, no data either
            Current = data;
            return !IsCorrupt;
        }

        IsCorrupt |= _fields.IsCorrupt;
        return false;
    }

    static bool TryReadData(ReadOnlySpan<byte> record, out ReadOnlySpan<byte> data)
    {
        data = default;
        var hasData = false;
        var fields = new ProtobufFields(record);
        while (fields.MoveNext())
        {
            if (fields.Number == DataField)
            {
                data = fields.Bytes; // of repeated ones the last, as protobuf has it
                hasData = fields.HasBytes;
            }
        }

        return hasData && !fields.IsCorrupt;
    }

    static bool TryCheck(ReadOnlySpan<byte> messageAndHash, out ReadOnlySpan<byte> message)
    {
        message = default;
        if (messageAndHash.Length < MD5.HashSizeInBytes)
        {
            return false;
        }

        message = messageAndHash[..^MD5.HashSizeInBytes];
        Span<byte> hash = stackalloc byte[MD5.HashSizeInBytes];
#pragma warning disable CA5351 // the format's own checksum; nothing is kept safe by it
        _ = MD5.HashData(message, hash);
#pragma warning restore CA5351
        return messageAndHash.EndsWith(hash);
    }
}
