using System.Buffers.Text;
using System.Text.Json;
using Impressions.Core.Json;

namespace Impressions.Core.Kinesis;

/// <summary>
/// Reads the payload of an invocation record by record: one pass, no event classes, each record's data decoded into
/// the same buffer. Members may come in any order.
/// </summary>
/// <exception cref="JsonException">The payload is not JSON, or no Kinesis event.</exception>
ref struct KinesisPayloadReader
{
    readonly ReadOnlySpan<byte> _payload;
    readonly Span<byte> _buffer;
    JsonScanner _json;
    bool _isInRecords;

    // The record at hand.
    ReadOnlySpan<byte> _sequenceNumber;
    ReadOnlySpan<byte> _eventId;
    long _arrivalMilliseconds;
    int _dataLength;

    /// <param name="payload">Must outlive the reader.</param>
    /// <param name="buffer">At least <see cref="BufferLength"/> bytes; holds the data of the record at hand.</param>
    public KinesisPayloadReader(ReadOnlySpan<byte> payload, Span<byte> buffer)
    {
        _json = new JsonScanner(payload);
        _payload = payload;
        _buffer = buffer;
    }

    /// <summary>No record of the payload has more data than this (bytes).</summary>
    public static int BufferLength(int payloadLength) => Base64.GetMaxDecodedFromUtf8Length(payloadLength);

    /// <summary>
    /// Where the payload has the state of a tumbling window, as JSON; empty where it has none. Known after the last record.
    /// </summary>
    public Range State { get; private set; }

    /// <summary>False after the last record, when the rest of the payload was well-formed too.</summary>
    public bool TryRead(out KinesisRecord record)
    {
        if (!_isInRecords)
        {
            EnterRecords();
        }

        if (!_json.TryReachItem())
        {
            while (_json.TryTakeName(out var name)) // to the end: half a payload is no payload
            {
                Require(!Is(name, "Records"u8)); // those of a second one would be lost unseen
                TakeMember(name);
            }

            _json.ExpectEnd();
            record = default;
            return false;
        }

        _ = _json.Peek();
        var start = _json.Position;
        ReadRecord();

        // Without it the record could not be asked for again: no payload of Lambda's.
        Require(!_sequenceNumber.IsEmpty);
        record = new KinesisRecord
        {
            SequenceNumber = _sequenceNumber,
            EventId = _eventId,
            ArrivalMilliseconds = _arrivalMilliseconds,
            Data = _buffer[..Math.Max(_dataLength, 0)],
            IsCorrupt = _dataLength < 0,
            Json = _payload[start.._json.Position],
        };
        return true;
    }

    void EnterRecords()
    {
        _json.Enter((byte)'{');
        while (_json.TryTakeName(out var name))
        {
            if (Is(name, "Records"u8))
            {
                _json.Enter((byte)'[');
                _isInRecords = true;
                return;
            }

            TakeMember(name);
        }

        throw NoKinesisEvent();
    }

    /// <summary>A member beside the records.</summary>
    void TakeMember(ReadOnlySpan<byte> name)
    {
        var isState = Is(name, "state"u8);
        _ = _json.Peek();
        var start = _json.Position;
        _ = _json.TakeValue();
        if (isState)
        {
            State = start.._json.Position;
        }
    }

    void ReadRecord()
    {
        _eventId = default;
        ForgetKinesis();
        _json.Enter((byte)'{');
        while (_json.TryTakeName(out var name))
        {
            if (Is(name, "kinesis"u8))
            {
                ReadKinesis();
            }
            else if (Is(name, "eventID"u8))
            {
                _eventId = ReadText();
            }
            else
            {
                _ = _json.TakeValue();
            }
        }
    }

    void ForgetKinesis()
    {
        _sequenceNumber = default;
        _arrivalMilliseconds = 0;
        _dataLength = -1;
    }

    void ReadKinesis()
    {
        ForgetKinesis(); // a repeated member: the last one counts, and nothing of the one before
        _json.Enter((byte)'{');
        while (_json.TryTakeName(out var name))
        {
            if (Is(name, "data"u8))
            {
                _dataLength = Base64Text.Read(ref _json, _buffer);
            }
            else if (Is(name, "sequenceNumber"u8))
            {
                _sequenceNumber = ReadText();
            }
            else if (Is(name, "approximateArrivalTimestamp"u8))
            {
                ReadArrival();
            }
            else
            {
                _ = _json.TakeValue();
            }
        }
    }

    /// <summary>Whether the name taken last is this one.</summary>
    readonly bool Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> expected) =>
        (_json.HasEscapes ? JsonEscapes.Resolve(name) : name).SequenceEqual(expected);

    /// <summary>As it is written: neither a sequence number nor a shard id has anything to escape.</summary>
    ReadOnlySpan<byte> ReadText()
    {
        var text = _json.TakeText();
        Require(!_json.HasEscapes);
        return text;
    }

    void ReadArrival()
    {
        _ = _json.Peek();
        if (ArrivalTime.TryReadUsual(_json.Rest, out _arrivalMilliseconds, out var length))
        {
            _json.Advance(length);
        }
        else
        {
            _arrivalMilliseconds = ArrivalTime.Milliseconds(_json.TakeValue());
        }
    }

    static void Require(bool isKinesisEvent)
    {
        if (!isKinesisEvent)
        {
            throw NoKinesisEvent();
        }
    }

    static JsonException NoKinesisEvent() => new("The payload is no Kinesis event.");
}
