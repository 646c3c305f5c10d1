namespace Impressions;

/// <summary>The checksum of gzip (RFC 1952, section 8), eight bytes a step.</summary>
static class Crc32
{
    /// <summary>The polynomial, its bits reversed.</summary>
    const uint Polynomial = 0xEDB88320;

    const int Step = 8;

    /// <summary>What a byte does to the checksum when so many bytes (0 to 7) follow it in its step.</summary>
    static readonly uint[][] Tables = MakeTables();

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        for (; bytes.Length >= Step; bytes = bytes[Step..])
        {
            crc =
                Tables[7][bytes[0] ^ (byte)crc]
                ^ Tables[6][bytes[1] ^ (byte)(crc >> 8)]
                ^ Tables[5][bytes[2] ^ (byte)(crc >> 16)]
                ^ Tables[4][bytes[3] ^ (byte)(crc >> 24)]
                ^ Tables[3][bytes[4]]
                ^ Tables[2][bytes[5]]
                ^ Tables[1][bytes[6]]
                ^ Tables[0][bytes[7]];
        }

        foreach (var last in bytes)
        {
            crc = Tables[0][last ^ (byte)crc] ^ (crc >> 8);
        }

        return ~crc;
    }

    static uint[][] MakeTables()
    {
        var tables = new uint[Step][];
        for (var following = 0; following < Step; following++)
        {
            tables[following] = new uint[256];
            for (var value = 0u; value < 256; value++)
            {
                var crc = following == 0 ? value : tables[following - 1][value];
                for (var bit = 0; bit < 8; bit++)
                {
                    crc = (crc >> 1) ^ ((crc & 1) * Polynomial);
                }

                tables[following][value] = crc;
            }
        }

        return tables;
    }
}
