using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;

namespace Impressions;

/// <summary>
/// Reads the payload of an invocation record by record: one pass, no event classes, each record's data decoded into
/// the same buffer. Members may come in any order.
/// </summary>
/// <exception cref="JsonException">The payload is not JSON, or no Kinesis event.</exception>
ref struct KinesisPayloadReader
{
    /// <summary>The end of the year 9999 (seconds since 1970-01-01 UTC): a later time is no time.</summary>
    const decimal LastArrivalSeconds = 253_402_300_799.999m;

    readonly ReadOnlySpan<byte> _payload;
    readonly Span<byte> _buffer;
    Utf8JsonReader _json;
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
        _json = new Utf8JsonReader(payload);
        _payload = payload;
        _buffer = buffer;
    }

    /// <summary>No record of the payload has more data than this (bytes).</summary>
    public static int BufferLength(int payloadLength) => Base64.GetMaxDecodedFromUtf8Length(payloadLength);

    /// <summary>False after the last record, when the rest of the payload was well-formed too.</summary>
    public bool TryRead(out KinesisRecord record)
    {
        if (!_isInRecords)
        {
            EnterRecords();
        }

        _ = _json.Read();
        if (_json.TokenType == JsonTokenType.EndArray)
        {
            while (_json.Read()) // to the end: half a payload is no payload
            {
                Expect(!IsRecords()); // those of a second one would be lost unseen
            }

            record = default;
            return false;
        }

        var start = (int)_json.TokenStartIndex;
        ReadRecord();
        record = new KinesisRecord
        {
            SequenceNumber = _sequenceNumber,
            EventId = _eventId,
            ArrivalMilliseconds = _arrivalMilliseconds,
            Data = _buffer[..Math.Max(_dataLength, 0)],
            IsCorrupt = _dataLength < 0,
            Json = _payload[start..(int)_json.BytesConsumed],
        };
        return true;
    }

    void EnterRecords()
    {
        Expect(_json.Read() && _json.TokenType == JsonTokenType.StartObject);
        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            if (IsRecords())
            {
                Expect(_json.Read() && _json.TokenType == JsonTokenType.StartArray);
                _isInRecords = true;
                return;
            }

            _json.Skip();
        }

        Expect(isSo: false);
    }

    bool IsRecords() =>
        _json.TokenType == JsonTokenType.PropertyName && _json.CurrentDepth == 1 && _json.TextIs("Records"u8);

    void ReadRecord()
    {
        Expect(_json.TokenType == JsonTokenType.StartObject);
        _eventId = default;
        ForgetKinesis();
        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            if (_json.TextIs("kinesis"u8))
            {
                _ = _json.Read();
                ReadKinesis();
            }
            else if (_json.TextIs("eventID"u8))
            {
                _eventId = ReadText();
            }
            else
            {
                _json.Skip();
            }
        }

        // Without it the record could not be asked for again: no payload of Lambda's.
        Expect(!_sequenceNumber.IsEmpty);
    }

    void ForgetKinesis()
    {
        _sequenceNumber = default;
        _arrivalMilliseconds = 0;
        _dataLength = -1;
    }

    void ReadKinesis()
    {
        Expect(_json.TokenType == JsonTokenType.StartObject);
        ForgetKinesis(); // a repeated member: the last one counts, and nothing of the one before
        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            if (_json.TextIs("data"u8))
            {
                _ = _json.Read();
                ReadData();
            }
            else if (_json.TextIs("sequenceNumber"u8))
            {
                _sequenceNumber = ReadText();
            }
            else if (_json.TextIs("approximateArrivalTimestamp"u8))
            {
                _ = _json.Read();
                ReadArrival();
            }
            else
            {
                _json.Skip();
            }
        }
    }

    /// <summary>As it is written: neither a sequence number nor a shard id has anything to escape.</summary>
    ReadOnlySpan<byte> ReadText()
    {
        _ = _json.Read();
        Expect(_json.TokenType == JsonTokenType.String && !_json.ValueIsEscaped);
        return _json.ValueSpan;
    }

    void ReadData()
    {
        _dataLength = -1;
        if (_json.TokenType != JsonTokenType.String)
        {
            _json.Skip();
            return;
        }

        var base64 = _json.Text(); // some writers escape the slash
        if (Base64.DecodeFromUtf8(base64, _buffer, out _, out var written) == OperationStatus.Done)
        {
            _dataLength = written;
        }
    }

    /// <summary>Seconds since 1970-01-01 UTC with a fraction.</summary>
    void ReadArrival()
    {
        _arrivalMilliseconds = 0;
        if (_json.TokenType == JsonTokenType.Number && _json.TryGetDecimal(out var seconds))
        {
            _arrivalMilliseconds = (long)(Math.Clamp(seconds, 0, LastArrivalSeconds) * 1_000);
        }
        else
        {
            _json.Skip();
        }
    }

    static void Expect(bool isSo)
    {
        if (!isSo)
        {
            throw new JsonException("The payload is no Kinesis event.");
        }
    }
}
