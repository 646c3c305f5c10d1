using Impressions.Core.Delivery;
using Impressions.Core.Kinesis;

namespace Impressions.Core.DeadLetters;

/// <summary>Finds the bytes of dead letters in a record, in one walk over its events.</summary>
ref struct DeadLetterContents
{
    readonly KinesisRecord _record;
    readonly bool _hasEvents;
    RecordEvents _events;
    int _line = -1;
    byte[] _payload = [];
    DeadLetterContent _content;

    /// <param name="record">Must outlive this.</param>
    /// <param name="decoder">Opens no other record meanwhile.</param>
    public DeadLetterContents(in KinesisRecord record, RecordDecoder decoder)
    {
        _record = record;
        _hasEvents = !record.IsCorrupt && decoder.Open(record, out _events) == DeadLetterReason.None;
    }

    /// <summary>The event at a place; all of the record where no event can be read from it.</summary>
    /// <param name="line">Not before that of the call before.</param>
    public DeadLetterContent At(int line, out byte[] payload)
    {
        while (_hasEvents && _line < line && _events.TryRead(out var bytes))
        {
            _line++;
            if (_line == line)
            {
                _payload = bytes.ToArray();
                _content =
                    _events.Reason == DeadLetterReason.None
                        ? DeadLetterContent.Event
                        : DeadLetterContent.Record;
            }
        }

        if (_hasEvents && _line == line)
        {
            payload = _payload;
            return _content;
        }

        payload = (_record.IsCorrupt ? _record.Json : _record.Data).ToArray();
        return _record.IsCorrupt ? DeadLetterContent.LambdaRecord : DeadLetterContent.Record;
    }
}
