namespace Impressions;

/// <summary>
/// Enriched events of any number, one a line, as Snowplow's loaders leave them: files, gzip (<c>.gz</c>), folders of
/// them, or standard input for <c>-</c>. Read in portions, so that no file is too large.
/// </summary>
static class EventFiles
{
    const int PortionBytes = 1 << 20;

    /// <summary>A longer line is no text of events, whatever else it may be (bytes).</summary>
    const int MaxLineBytes = 16 << 20;

    /// <summary>The files that are meant, those of a folder by name.</summary>
    /// <exception cref="UsageException">There is no such file.</exception>
    public static IReadOnlyList<string> Find(IReadOnlyList<string> paths) => [.. paths.SelectMany(Find)];

    /// <summary>Of standard input nobody knows: 0 (bytes).</summary>
    public static long Length(string path) => path == "-" ? 0 : new FileInfo(path).Length;

    /// <param name="read">Gets how much of the file was read (bytes), a portion at a time.</param>
    /// <returns>Lines without their newline; valid until the next portion.</returns>
    /// <exception cref="UsageException">The file cannot be read.</exception>
    public static IEnumerable<IReadOnlyList<ReadOnlyMemory<byte>>> Read(string path, Action<long> read)
    {
        using var source = Open(path);
        var isGzip = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);
        using var lines = isGzip ? new CheckedGzipStream(source) : source;
        var buffer = new byte[PortionBytes];
        for (var filled = 0; ; )
        {
            filled += Fill(lines, buffer.AsSpan(filled), path);
            var isEnd = filled < buffer.Length;
            var end = isEnd ? filled : buffer.AsSpan().LastIndexOf((byte)'\n') + 1;
            if (end > 0)
            {
                yield return [.. EventRecords.OfLines(buffer.AsMemory(0, end)).Select(WithoutReturn)];
                read(path == "-" ? 0 : source.Position);
            }

            if (isEnd)
            {
                yield break;
            }

            buffer.AsSpan(end).CopyTo(buffer);
            filled -= end;
            if (end == 0)
            {
                buffer = Grown(buffer, path);
            }
        }
    }

    /// <summary>A file that went through Windows ends its lines by two characters.</summary>
    static ReadOnlyMemory<byte> WithoutReturn(ReadOnlyMemory<byte> line) =>
        line.Length > 0 && line.Span[^1] == (byte)'\r' ? line[..^1] : line;

    static string[] Find(string path)
    {
        if (Directory.Exists(path))
        {
            var files = Directory.GetFiles(path, "*", SearchOption.AllDirectories);
            Array.Sort(files, StringComparer.Ordinal);
            return files.Length > 0 ? files : throw new UsageException($"{path} is an empty folder.");
        }

        return path == "-" || File.Exists(path)
            ? [path]
            : throw new UsageException($"{path}: there is no such file or folder.");
    }

    static Stream Open(string path)
    {
        try
        {
            return path == "-" ? Console.OpenStandardInput() : File.OpenRead(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{path} cannot be read: {exception.Message}", exception);
        }
    }

    static int Fill(Stream lines, Span<byte> buffer, string path)
    {
        try
        {
            return lines.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            throw new UsageException($"{path} cannot be read to its end: {exception.Message}", exception);
        }
    }

    static byte[] Grown(byte[] buffer, string path)
    {
        if (buffer.Length >= MaxLineBytes)
        {
            throw new UsageException(
                $"{path}: a line is longer than 16 MiB. Want enriched events, one a line (gzip'd: .gz)."
            );
        }

        Array.Resize(ref buffer, 2 * buffer.Length);
        return buffer;
    }
}
