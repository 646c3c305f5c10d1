using Impressions.Core.Kinesis;

namespace Impressions.Core.Tests.Kinesis;

public sealed class RecordEncodingTests
{
    [Theory]
    [InlineData(new byte[] { 0x1F, 0x8B }, nameof(RecordEncoding.Gzip))]
    [InlineData(new byte[] { 0x1F, 0x8B, 8, 0 }, nameof(RecordEncoding.Gzip))]
    [InlineData(new byte[] { 0x28, 0xB5, 0x2F, 0xFD, 4 }, nameof(RecordEncoding.Zstd))]
    [InlineData(new byte[] { 0xF3, 0x89, 0x9A, 0xC2, 10 }, nameof(RecordEncoding.Aggregate))]
    [InlineData(new byte[] { }, nameof(RecordEncoding.Plain))]
    [InlineData(new byte[] { 0x1F }, nameof(RecordEncoding.Plain))]
    [InlineData(new byte[] { 0x28, 0xB5, 0x2F }, nameof(RecordEncoding.Plain))]
    [InlineData(new byte[] { 0xF3, 0x89, 0x9A }, nameof(RecordEncoding.Plain))]
    [InlineData(new byte[] { 0, 0x1F, 0x8B }, nameof(RecordEncoding.Plain))] // only at the beginning
    [InlineData(new byte[] { (byte)'s', (byte)'h', (byte)'o', (byte)'p' }, nameof(RecordEncoding.Plain))]
    public void Of_FirstBytes_TellTheEncoding(byte[] data, string expected) =>
        Assert.Equal(expected, RecordEncodings.Of(data).ToString());
}
