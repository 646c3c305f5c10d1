using System.IO.Compression;
using System.Text;
using Impressions.Cli;
using Impressions.Cli.Input;

namespace Impressions.Edge.Tests.Cli;

public sealed class InputReaderTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("impressions-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5_000)] // several portions
    public void Read_Lines_GivesEachWhole(int count)
    {
        string[] lines = [.. Enumerable.Range(0, count).Select(i => $"{i}\t{new string('x', i % 900)}\t")];
        var path = Write("a.tsv", string.Concat(lines.Select(line => line + "\n")));

        Assert.Equal(lines, Read(path));
    }

    [Fact]
    public void Read_LastLineWithoutNewline_IsALine() =>
        Assert.Equal(["a", "", "b"], Read(Write("a.tsv", "a\n\nb")));

    [Fact]
    public void Read_LineLongerThanAPortion_IsGivenWhole()
    {
        var line = new string('x', 3_000_000);

        Assert.Equal(["a", line, "b"], Read(Write("a.tsv", $"a\n{line}\nb\n")));
    }

    [Fact]
    public void Read_LineWithoutEnd_SaysThatItIsNone()
    {
        var path = Write("a.bin", new string('x', 17 << 20));

        Assert.Contains("longer than 16 MiB", Failure(() => Read(path)), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Gzip_GivesItsLines()
    {
        var path = Path.Combine(_folder, "a.gz");
        using (var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest))
        {
            gzip.Write("a\nb\n"u8);
        }

        Assert.Equal(["a", "b"], Read(path));
    }

    /// <summary>Half an upload: in the data, before and in the length and checksum behind it.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(40)]
    public void Read_GzipWithoutItsEnd_SaysSo(int missing)
    {
        var path = Path.Combine(_folder, "a.gz");
        using (var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest))
        {
            for (var i = 0; i < 1_000; i++)
            {
                gzip.Write(Encoding.UTF8.GetBytes($"{i * 7919}\n"));
            }
        }

        var whole = File.ReadAllBytes(path);
        Assert.Equal(1_000, Read(path).Count);

        File.WriteAllBytes(path, whole[..^missing]);

        Assert.Contains("cannot be read to its end", Failure(() => Read(path)), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_EmptyGzip_SaysSo() =>
        Assert.Contains(
            "cannot be read to its end",
            Failure(() => Read(Write("a.gz", ""))),
            StringComparison.Ordinal
        );

    /// <summary>As files that were put together by cat.</summary>
    [Fact]
    public void Read_GzipOfSeveralMembers_GivesThemAll()
    {
        var path = Path.Combine(_folder, "a.gz");
        foreach (var line in (string[])["a\n", "b\n", "c\n"])
        {
            using var gzip = new GZipStream(new FileStream(path, FileMode.Append), CompressionLevel.Fastest);
            gzip.Write(Encoding.UTF8.GetBytes(line));
        }

        Assert.Equal(["a", "b", "c"], Read(path));
    }

    [Theory]
    [InlineData(-1, 0)] // in the length behind the second member
    [InlineData(-12, 0)] // in its content
    [InlineData(0, 3)] // zeros in front of it
    public void Read_GzipWithADamagedSecondMember_SaysSo(int damagedByte, int zeros)
    {
        var path = Path.Combine(_folder, "a.gz");
        using (var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest))
        {
            gzip.Write("a\n"u8);
        }

        var first = File.ReadAllBytes(path);
        byte[] second = [.. first];
        if (damagedByte < 0)
        {
            second[^-damagedByte] ^= 1;
        }

        File.WriteAllBytes(path, [.. first, .. new byte[zeros], .. second]);

        Assert.Contains("gzip member", Failure(() => Read(path)), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_LinesOfWindows_EndBeforeTheReturn() =>
        Assert.Equal(["a", "", "b\rc"], Read(Write("a.tsv", "a\r\n\r\nb\rc\r\n")));

    [Fact]
    public void Read_GzipThatIsNone_SaysSo()
    {
        var path = Write("a.gz", "a\nb\n");

        Assert.Contains("cannot be read to its end", Failure(() => Read(path)), StringComparison.Ordinal);
    }

    [Fact]
    public void Find_Folder_IsItsFilesByName()
    {
        _ = Directory.CreateDirectory(Path.Combine(_folder, "run=2"));
        string[] files = [Write("b", ""), Write("a", ""), Write(Path.Combine("run=2", "c"), "")];

        Assert.Equal(files.Order(StringComparer.Ordinal), InputPaths.Find(_folder));
    }

    [Fact]
    public void Find_EmptyFolder_SaysSo() =>
        Assert.Contains("empty folder", Failure(() => InputPaths.Find(_folder)), StringComparison.Ordinal);

    [Fact]
    public void Find_Missing_SaysSo() =>
        Assert.Contains(
            "no such file",
            Failure(() => InputPaths.Find(Path.Combine(_folder, "x"))),
            StringComparison.Ordinal
        );

    static string Failure(Func<object> action) => Assert.Throws<UsageException>(action).Message;

    string Write(string name, string content)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, content);
        return path;
    }

    [Theory]
    [InlineData("\uFEFF")]
    [InlineData("")]
    public void Read_ByteOrderMark_IsNotPartOfTheFirstLine(string mark) =>
        Assert.Equal(["a\tb", "c\td"], Read(Write("a.tsv", $"{mark}a\tb\nc\td\n")));

    [Fact]
    public void Read_GzipByAnotherName_IsDecompressed()
    {
        var path = Path.Combine(_folder, "a.tsv");
        using (var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest))
        {
            gzip.Write("a\tb\n"u8);
        }

        Assert.Equal(["a\tb"], Read(path));
    }

    [Theory]
    [InlineData(
        "a.tsv",
        "app_id,platform,etl_tstamp,a,b,c,d,e,f,g,h\nshop,web,,,,,,,,,\n",
        "separated by commas"
    )]
    [InlineData("a.tsv", "shop\tweb\t\"{\"\"schema\"\":1}\"\n", "quoted columns")]
    [InlineData("a.tsv", "\"shop\"\t\"web\"\n", "quoted columns")]
    [InlineData("readme.md", "# Words\nand more\n", "no tab in it")]
    [InlineData("a.tsv", "PAR1...", "Parquet")]
    [InlineData("a.tsv", "shop\0web\n", "not text")]
    [InlineData("a.tsv", "{\"a\":1}\n", "is JSON, but not a Kinesis event")]
    [InlineData("a.tsv", "[1, 2]", "is JSON, but not a Kinesis event")]
    [InlineData("a.json", "{\"Records\":[{\"s3\":{}}]}", "is JSON, but not a Kinesis event")]
    [InlineData("a.json", "{\"Records\":[{\"kinesis\":{}}]}", "no sequenceNumber")]
    [InlineData("a.json", "{\"Records\":[{\"Data\":\"?\",\"SequenceNumber\":\"1\"}]}", "not base64")]
    [InlineData("a.json", "{\"Records\":[", "not JSON to its end: line 1")]
    [InlineData("a.json", "{\"rawEvent\":{},\"event\":{}}", "--output-tsv")]
    [InlineData("a.json", "[{\"app_id\":\"a\",\"collector_tstamp\":\"b\"}]", "--output-tsv")]
    [InlineData(
        "a.json",
        "{\"schema\":\"iglu:a/b/jsonschema/1-0-0\",\"data\":{}}",
        "not a dead letter of Impressions"
    )]
    [InlineData("a.json", "{\"Records\":[{\"kinesis\":{\"sequenceNumber\":\"\\ud800\"}}]}", "not Unicode")]
    public void Read_SomethingElse_SaysWhatItIs(string name, string content, string expected) =>
        Assert.Contains(expected, Failure(() => Read(Write(name, content))), StringComparison.Ordinal);

    [Fact]
    public void Read_Utf16_SaysHowToConvertIt()
    {
        var path = Path.Combine(_folder, "a.tsv");
        foreach (
            var encoding in (Encoding[])
                [Encoding.Unicode, Encoding.BigEndianUnicode, new UnicodeEncoding(false, false)]
        )
        {
            File.WriteAllText(path, "shop\tweb\n", encoding);
            Assert.Contains("iconv", Failure(() => Read(path)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Read_LinesWithoutTabs_AreLinesWhereTheNameSaysSo() =>
        Assert.Equal(["garbage", "more"], Read(Write("a.tsv", "garbage\nmore\n")));

    [Fact]
    public void Find_FolderThatLinksToItself_SaysSo()
    {
        _ = Write("a", "");
        _ = Directory.CreateSymbolicLink(Path.Combine(_folder, "loop"), _folder);

        Assert.Contains(
            "a folder that it is in",
            Failure(() => InputPaths.Find(_folder)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Find_LinkToAnotherFolder_IsFollowed()
    {
        var (one, other) = (Path.Combine(_folder, "one"), Path.Combine(_folder, "other"));
        _ = Directory.CreateDirectory(one);
        _ = Directory.CreateDirectory(other);
        File.WriteAllText(Path.Combine(other, "a"), "");
        _ = Directory.CreateSymbolicLink(Path.Combine(one, "link"), other);

        Assert.Equal([Path.Combine(one, "link", "a")], InputPaths.Find(one));
    }

    static IReadOnlyList<string> Read(string path) =>
        [
            .. InputReader
                .Read(InputFile.Of(path), RecordPlaces.OfCommand(DateTimeOffset.UnixEpoch))
                .SelectMany(part =>
                    part.Records.Select(record => Encoding.UTF8.GetString(record.Content.Span))
                ),
        ];
}
