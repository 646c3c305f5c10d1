namespace Impressions.Core.Tests.Support;

/// <summary>Damages bytes the way transports, trackers and attackers do.</summary>
sealed class Mutations(Random random)
{
    static readonly byte[][] Tokens =
    [
        "\t"u8.ToArray(),
        "\n"u8.ToArray(),
        "\""u8.ToArray(),
        "\\"u8.ToArray(),
        "\\ud83d"u8.ToArray(),
        "{"u8.ToArray(),
        "}"u8.ToArray(),
        "["u8.ToArray(),
        "]"u8.ToArray(),
        ","u8.ToArray(),
        "null"u8.ToArray(),
        "0"u8.ToArray(),
        "-1e999"u8.ToArray(),
        "\0"u8.ToArray(),
        [0xFF],
        [0xED, 0xA0, 0x80],
        "😀"u8.ToArray(),
        new byte[300],
    ];

    /// <summary>One or two changes somewhere.</summary>
    public byte[] Of(byte[] original)
    {
        var bytes = original.ToList();
        for (var change = random.Next(1, 3); change > 0 && bytes.Count > 0; change--)
        {
            var at = random.Next(bytes.Count);
            var length = Math.Min(random.Next(1, 40), bytes.Count - at);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, length);
                    break;
                case 2:
                    bytes.InsertRange(at, bytes.GetRange(at, length));
                    break;
                case 3:
                    bytes[at] = bytes[random.Next(bytes.Count)];
                    break;
                default:
                    bytes.InsertRange(at, Tokens[random.Next(Tokens.Length)]);
                    break;
            }
        }

        return [.. bytes];
    }
}
