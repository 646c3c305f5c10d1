using System.Buffers.Binary;
using System.Text;
using Impressions.Core.Json;

namespace Impressions.Core;

/// <summary>
/// Strings of UTF-8 that comes again and again, such as item ids: the same text is the same string for as long as no
/// other has taken its place. Not for concurrent use.
/// </summary>
sealed class RepeatedTexts
{
    /// <summary>As many bits of the hash choose a text's place: 2,048 places, about 200 kB when all are taken.</summary>
    const int PlaceBits = 11;

    /// <summary>Longest text remembered (bytes): ids are shorter.</summary>
    const int MaxBytes = 64;

    readonly string?[] _places = new string?[1 << PlaceBits];

    /// <returns>What <see cref="Encoding.UTF8"/> makes of it; text that is not ASCII is decoded each time.</returns>
    public string Of(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > MaxBytes)
        {
            return Encoding.UTF8.GetString(utf8);
        }

        ref var place = ref _places[PlaceOf(utf8)];
        if (place is null || !Ascii.Equals(utf8, place))
        {
            place = Encoding.UTF8.GetString(utf8);
        }

        return place;
    }

    /// <inheritdoc cref="JsonValue.Id"/>
    public string IdOf(JsonValue json) => Of(json.IdUtf8);

    /// <summary>By both ends, where ids differ: counted ones at the last, UUIDs at either.</summary>
    static int PlaceOf(ReadOnlySpan<byte> utf8)
    {
        var end = Math.Min(utf8.Length, sizeof(ulong));
        var hash = (Number(utf8[..end]) * 0x9E37_79B9_7F4A_7C15) ^ Number(utf8[^end..]);
        return (int)((hash * 0xC2B2_AE3D_27D4_EB4F) >> (64 - PlaceBits));
    }

    /// <param name="bytes">At most eight.</param>
    static ulong Number(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length == sizeof(ulong))
        {
            return BinaryPrimitives.ReadUInt64BigEndian(bytes);
        }

        var number = 0UL;
        foreach (var digit in bytes)
        {
            number = (number << 8) | digit;
        }

        return number;
    }
}
