using System.Globalization;
using Impressions.Core.Snowplow;

namespace Impressions.Benchmarks.WholeFunction;

/// <summary>
/// A captured event that is written as the events of other visitors, as often as needed: its event, session and device ids are
/// written again, wherever they stand in the line.
/// </summary>
sealed class BenchTemplate
{
    /// <summary>Of a UUID's text (characters).</summary>
    const int IdLength = 36;

    readonly byte[] _line;
    readonly IReadOnlyList<int> _eventIds;
    readonly IReadOnlyList<int> _sessionIds;
    readonly IReadOnlyList<int> _deviceIds;

    BenchTemplate(byte[] line, in EnrichedEvent enriched, int interactions)
    {
        (_line, Interactions) = (line, interactions);
        _eventIds = PlacesOf(enriched[EnrichedColumn.EventId], line);
        _sessionIds = PlacesOf(enriched[EnrichedColumn.DomainSessionId], line);
        _deviceIds = PlacesOf(enriched[EnrichedColumn.DomainUserId], line);
    }

    /// <summary>How many interactions it becomes.</summary>
    public int Interactions { get; }

    public int Bytes => _line.Length;

    /// <summary>
    /// Null when it cannot be written again: it is not an enriched event, has no UUID, or a user has logged in, whom the events
    /// before and after it in the same session would have to name too.
    /// </summary>
    public static BenchTemplate? Of(byte[] line, int interactions) =>
        EnrichedEvent.TryParse(line, new int[EnrichedEvent.ColumnCount], out var enriched)
        && enriched[EnrichedColumn.EventId].Length == IdLength
        && enriched[EnrichedColumn.UserId].IsEmpty
            ? new BenchTemplate(line, enriched, interactions)
            : null;

    /// <param name="eventNumber">Makes the event's id.</param>
    /// <param name="visitorNumber">Makes the ids of session and device.</param>
    public byte[] Write(int eventNumber, int visitorNumber)
    {
        var line = _line.AsSpan().ToArray();
        WriteId(line, _eventIds, eventNumber, kind: 'e');
        WriteId(line, _sessionIds, visitorNumber, kind: 'a');
        WriteId(line, _deviceIds, visitorNumber, kind: 'd');
        return line;
    }

    static List<int> PlacesOf(ReadOnlySpan<byte> id, ReadOnlySpan<byte> line)
    {
        var places = new List<int>();
        if (id.Length != IdLength)
        {
            return places;
        }

        for (var start = 0; line[start..].IndexOf(id) is >= 0 and var offset; start += offset + id.Length)
        {
            places.Add(start + offset);
        }

        return places;
    }

    static void WriteId(byte[] line, IReadOnlyList<int> places, int number, char kind)
    {
        Span<byte> id = stackalloc byte[IdLength];
        _ = System.Text.Unicode.Utf8.TryWrite(
            id,
            CultureInfo.InvariantCulture,
            $"{number:x8}-0000-4000-8000-00000000000{kind}",
            out _
        );
        foreach (var place in places)
        {
            id.CopyTo(line.AsSpan(place));
        }
    }
}
