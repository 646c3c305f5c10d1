using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Impressions.Cli.Input;

/// <summary>
/// Ids that were there before, each by 16 bytes of its SHA-256. In bounded memory: when it is full, the older half is
/// forgotten.
/// </summary>
/// <param name="maxBytes">Of memory (bytes).</param>
sealed class RememberedIds(long maxBytes)
{
    /// <summary>Of an id in a set that is full: its hash, its place and its bucket (bytes).</summary>
    const int BytesOfId = 28;

    readonly int _capacity = (int)Math.Clamp(maxBytes / BytesOfId / 2, 1, 1 << 30);
    HashSet<(ulong, ulong)> _latest = [];
    HashSet<(ulong, ulong)> _older = [];

    /// <summary>Ids that are not remembered any more.</summary>
    public long Forgotten { get; private set; }

    public bool Contains(string id)
    {
        var hash = HashOf(id);
        return _latest.Contains(hash) || _older.Contains(hash);
    }

    /// <returns>False where it was there before.</returns>
    public bool Add(string id)
    {
        var hash = HashOf(id);
        if (_latest.Contains(hash) || _older.Contains(hash))
        {
            return false;
        }

        if (_latest.Count == _capacity)
        {
            Forgotten += _older.Count;
            (_latest, _older) = (_older, _latest);
            _latest.Clear();
        }
        else if (_latest.Count == _latest.Capacity && _latest.Capacity > _capacity / 2)
        {
            _ = _latest.EnsureCapacity(_capacity); // it would double
        }

        return _latest.Add(hash);
    }

    static (ulong, ulong) HashOf(string id)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        _ = SHA256.HashData(Encoding.UTF8.GetBytes(id), hash);
        return (
            BinaryPrimitives.ReadUInt64LittleEndian(hash),
            BinaryPrimitives.ReadUInt64LittleEndian(hash[sizeof(ulong)..])
        );
    }
}
