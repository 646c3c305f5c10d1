using System.Text;

namespace Impressions.Tests;

public sealed class InputFilesTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("impressions").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(1, new[] { 1 })]
    [InlineData(100, new[] { 100 })]
    [InlineData(101, new[] { 51, 50 })]
    [InlineData(250, new[] { 84, 84, 82 })]
    public void ReadPayloads_Lines_CutsEvenPortions(int lines, int[] expected)
    {
        var path = Write("a.tsv", string.Concat(Enumerable.Repeat("x\n", lines)));

        var payloads = InputFiles.ReadPayloads([path], DateTimeOffset.UnixEpoch);

        Assert.Equal(expected, payloads.Select(payload => payload.Records));
    }

    [Fact]
    public void ReadPayloads_LargeLines_StaysUnderWhatLambdaTakes()
    {
        var path = Write("a.tsv", string.Concat(Enumerable.Repeat(new string('x', 999_999) + "\n", 9)));

        var payloads = InputFiles.ReadPayloads([path], DateTimeOffset.UnixEpoch);

        Assert.Equal(9, payloads.Sum(payload => payload.Records));
        Assert.All(payloads, payload => Assert.InRange(payload.Json.Length, 1, 6 * 1_024 * 1_024));
    }

    [Fact]
    public void ReadPayloads_EmptyFile_MakesNone() =>
        Assert.Empty(InputFiles.ReadPayloads([Write("a.tsv", "")], DateTimeOffset.UnixEpoch));

    [Fact]
    public void ReadPayloads_Lines_ReachTheFunctionByteForByte()
    {
        var line = Some.Line();
        var path = Write("a.tsv", line + "\n");

        var payload = Assert.Single(InputFiles.ReadPayloads([path], DateTimeOffset.UnixEpoch));

        var record = Assert.Single(EventRecords.OfKinesisEvent(payload.Json.Span, path));
        Assert.Equal(line, Encoding.UTF8.GetString(record.Span));
    }

    string Write(string name, string content)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, content);
        return path;
    }
}
