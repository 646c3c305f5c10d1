namespace Impressions.Core.Kinesis;

/// <summary>Enumerates the fields of one protobuf message: as much of that format as an aggregate needs.</summary>
ref struct ProtobufFields(ReadOnlySpan<byte> message)
{
    /// <summary>Longest number of 64 bits (bytes).</summary>
    const int MaxVarintBytes = 10;

    ReadOnlySpan<byte> _rest = message;

    /// <summary>Of the field at hand, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>Whether the field at hand is a text, bytes or a message; a number otherwise.</summary>
    public bool HasBytes { get; private set; }

    /// <summary>Empty for a number.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>True when the enumeration stopped at what is no field.</summary>
    public bool IsCorrupt { get; private set; }

    public bool MoveNext()
    {
        if (_rest.IsEmpty || IsCorrupt)
        {
            return false;
        }

        IsCorrupt = !TryReadField();
        return !IsCorrupt;
    }

    bool TryReadField()
    {
        if (!TryReadVarint(out var key) || key >> 3 is 0 or > int.MaxValue)
        {
            return false;
        }

        Number = (int)(key >> 3);
        HasBytes = false;
        Bytes = default;
        switch (key & 7)
        {
            case 0:
                return TryReadVarint(out _);
            case 1:
                return TrySkip(sizeof(ulong));
            case 2:
                HasBytes = true;
                return TryReadVarint(out var length) && TryReadBytes(length);
            case 5:
                return TrySkip(sizeof(uint));
            default:
                return false; // groups, which the format gave up long ago
        }
    }

    bool TryReadVarint(out ulong value)
    {
        value = 0;
        for (var i = 0; i < MaxVarintBytes && i < _rest.Length; i++)
        {
            value |= (ulong)(_rest[i] & 0x7F) << (7 * i);
            if (_rest[i] < 0x80)
            {
                _rest = _rest[(i + 1)..];
                return true;
            }
        }

        return false;
    }

    bool TryReadBytes(ulong length)
    {
        var bytes = _rest;
        if (!TrySkip(length))
        {
            return false;
        }

        Bytes = bytes[..(int)length];
        return true;
    }

    bool TrySkip(ulong length)
    {
        if (length > (ulong)_rest.Length)
        {
            return false;
        }

        _rest = _rest[(int)length..];
        return true;
    }
}
