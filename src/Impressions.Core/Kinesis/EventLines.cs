namespace Impressions.Core.Kinesis;

/// <summary>
/// The lines of a plain record, or of one inside an aggregate: one enriched event each. Only a newline ends a line
/// (values hold every other line separator there is), and nothing is trimmed: the last column is usually empty.
/// </summary>
ref struct EventLines(ReadOnlySpan<byte> data)
{
    ReadOnlySpan<byte> _rest = data.EndsWith("\n"u8) ? data[..^1] : data;
    bool _isAtEnd;

    /// <summary>An empty record still has one line, an empty one.</summary>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        line = _rest;
        if (_isAtEnd)
        {
            return false;
        }

        var newline = _rest.IndexOf((byte)'\n');
        _isAtEnd = newline < 0;
        if (!_isAtEnd)
        {
            line = _rest[..newline];
            _rest = _rest[(newline + 1)..];
        }

        return true;
    }
}
