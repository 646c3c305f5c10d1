namespace Impressions.Cli.Input;

/// <summary>What input is, by its content.</summary>
enum InputKind : byte
{
    /// <summary>Enriched events, one a line.</summary>
    Lines,

    /// <summary>JSON values: see <see cref="JsonInput"/>.</summary>
    Json,
}

/// <summary>Distinguishes input that can be read from what people give instead.</summary>
static class InputKinds
{
    public const string Expected =
        "Expected enriched events, one a line of 131 tab-separated columns, or the JSON of a Kinesis event.";

    /// <summary>As many as the header or first line of a spreadsheet would have.</summary>
    const int ManyCommas = 10;

    static ReadOnlySpan<byte> ByteOrderMark => "\uFEFF"u8;

    /// <param name="start">The first part: at least a line, where the input has one.</param>
    /// <returns>Where the content begins (bytes): behind a byte order mark.</returns>
    /// <exception cref="UsageException">It is something else; says what, and what to do.</exception>
    public static int Check(ReadOnlyMemory<byte> start, string path, out InputKind kind)
    {
        var content = start.Span;
        if (Foreign(content) is { } problem)
        {
            throw new UsageException($"{path} {problem}");
        }

        kind = StartsAsJson(content) ? InputKind.Json : InputKind.Lines;
        if (kind == InputKind.Lines && NotLines(content, path) is { } other)
        {
            throw new UsageException($"{path} {other}");
        }

        return content.StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0;
    }

    public static bool StartsAsJson(ReadOnlySpan<byte> content)
    {
        content = content.StartsWith(ByteOrderMark) ? content[ByteOrderMark.Length..] : content;
        return content.TrimStart(" \r\n\t"u8) is [(byte)'{' or (byte)'[', ..];
    }

    /// <summary>What it is, if it is not text in UTF-8; else null.</summary>
    static string? Foreign(ReadOnlySpan<byte> content) =>
        content switch
        {
            [0xff, 0xfe, ..] or [0xfe, 0xff, ..] or [0, not 0, 0, not 0, ..] or [not 0, 0, not 0, 0, ..] =>
                "is text in UTF-16: convert it to UTF-8, for example by iconv -f UTF-16 -t UTF-8.",
            [0x28, 0xb5, 0x2f, 0xfd, ..] => "is compressed by zstd: decompress it first (zstd -d).",
            [(byte)'P', (byte)'K', 3, 4, ..] => "is a zip archive: unpack it first.",
            [(byte)'P', (byte)'A', (byte)'R', (byte)'1', ..] => $"is a Parquet file. {Expected}",
            _ when content.Contains((byte)0) => $"is not text. {Expected}",
            _ => null,
        };

    static string? NotLines(ReadOnlySpan<byte> content, string path)
    {
        if (content.IndexOf("\t\"{\"\""u8) >= 0 || content.IndexOf("\"\t\""u8) >= 0)
        {
            return "has quoted columns, as spreadsheets write them: take the lines as Snowplow wrote them.";
        }

        if (content.Contains((byte)'\t'))
        {
            return null;
        }

        var newline = content.IndexOf((byte)'\n');
        var firstLine = newline < 0 ? content : content[..newline];
        if (firstLine.Count((byte)',') >= ManyCommas)
        {
            return $"has columns separated by commas. {Expected}";
        }

        return
            content.IsEmpty || Path.GetExtension(path).ToUpperInvariant() is ".TSV" or ".TXT" or ".GZ" or ""
            ? null // lines, if damaged ones: each is a dead letter
            : $"has no tab in it. {Expected}";
    }
}
