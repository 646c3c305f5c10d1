using System.Buffers.Binary;

namespace Impressions.Tests;

public sealed class Crc32Tests
{
    [Fact]
    public void Of_CheckValueOfTheStandard_IsThat() => Assert.Equal(0xCBF43926, Crc32.Of("123456789"u8));

    [Fact]
    public void Of_AnyLength_IsWhatGzipWrites()
    {
        var bytes = new byte[100];
        new Random(9).NextBytes(bytes);
        for (var length = 1; length <= bytes.Length; length++)
        {
            var gzip = Containers.Gzip(bytes[..length]);

            Assert.Equal(
                BinaryPrimitives.ReadUInt32LittleEndian(gzip.AsSpan()[^8..]),
                Crc32.Of(bytes.AsSpan(0, length))
            );
        }
    }
}
