using Impressions.Core.Delivery;

namespace Impressions.Core.Kinesis;

/// <summary>
/// The events of one record, in order, however it holds them. Opening the same record again gives the same events at
/// the same places, so what stands at an <see cref="EventPosition"/> can be read again as long as the payload is there.
/// </summary>
ref struct RecordEvents
{
    readonly ReadOnlySpan<byte> _decoded;
    readonly List<EventPlace>? _places;
    readonly bool _isPlain;
    EventLines _lines;
    int _next;

    /// <summary>Of a plain record.</summary>
    public RecordEvents(EventLines lines)
    {
        _lines = lines;
        _isPlain = true;
    }

    /// <param name="places">Where the events lie in what was taken out of the record.</param>
    public RecordEvents(ReadOnlySpan<byte> decoded, List<EventPlace> places)
    {
        _decoded = decoded;
        _places = places;
    }

    /// <summary>
    /// Why the event at hand is not one, but a whole member of an aggregate from which none can be had; else
    /// <see cref="DeadLetterReason.None"/>.
    /// </summary>
    public DeadLetterReason Reason { get; private set; }

    /// <param name="line">Holds until the decoder opens another record.</param>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        if (_isPlain)
        {
            return _lines.TryRead(out line);
        }

        line = default;
        if (_places is null || _next == _places.Count)
        {
            return false;
        }

        var place = _places[_next++];
        line = _decoded.Slice(place.Start, place.Length);
        Reason = place.Reason;
        return true;
    }
}

/// <summary>Where an event lies in what was taken out of a record.</summary>
/// <param name="Length">Bytes.</param>
/// <param name="Reason">Why it is not an event (<see cref="RecordEvents.Reason"/>).</param>
readonly record struct EventPlace(int Start, int Length, DeadLetterReason Reason);
