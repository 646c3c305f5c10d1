using System.Globalization;
using System.Text;
using Impressions.Emulation.Lambda;

namespace Impressions.Cli.Input;

/// <summary>What tells a record from others. That of a line is its place, and made into text where it is needed.</summary>
readonly record struct RecordName
{
    readonly string? _eventId;
    readonly string _text; // the sequence number; of a line the shard
    readonly long _place;

    /// <param name="eventId">Lambda's name for it; unique among all that a command reads.</param>
    /// <param name="sequenceNumber">By which the function names a record that failed.</param>
    public RecordName(string eventId, string sequenceNumber) => (_eventId, _text) = (eventId, sequenceNumber);

    /// <param name="shard">Without <c>shardId-</c>.</param>
    /// <param name="place">0-based, on the shard.</param>
    public RecordName(string shard, long place) => (_text, _place) = (shard, place);

    /// <summary>False for a name that was given.</summary>
    public bool IsOfLine => _eventId is null;

    public string EventId => _eventId ?? $"shardId-{_text}:{SequenceNumber}";

    public string SequenceNumber => _eventId is null ? Payload.SequenceNumber(_place) : _text;

    /// <summary><see cref="EventId"/> in UTF-8.</summary>
    /// <param name="buffer">Room for a line's.</param>
    public ReadOnlySpan<byte> Utf8(Span<byte> buffer) =>
        _eventId is null
        && System.Text.Unicode.Utf8.TryWrite(
            buffer,
            CultureInfo.InvariantCulture,
            $"shardId-{_text}:{Payload.SequencePrefix}{_place:D22}",
            out var length
        )
            ? buffer[..length]
            : Encoding.UTF8.GetBytes(EventId);
}
