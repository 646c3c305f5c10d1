using System.Buffers;
using System.IO.Pipelines;
using Impressions.Cli.Aws;
using Impressions.Core.Compression;

namespace Impressions.Cli.Input;

/// <summary>
/// Reads the records of a file, whatever its name: enriched events, one a line, of any number; or JSON that holds records
/// (<see cref="JsonInput"/>). Either may be compressed by gzip.
/// </summary>
static class InputReader
{
    /// <summary>Of lines, read at a time (bytes).</summary>
    const int PartBytes = 1 << 20;

    /// <summary>No enriched event is longer (bytes).</summary>
    const int MaxLineBytes = 16 << 20;

    /// <summary>JSON is read as a whole (bytes).</summary>
    const int MaxJsonBytes = 256 << 20;

    /// <exception cref="UsageException">The file cannot be read, or holds something else.</exception>
    public static IEnumerable<InputPart> Read(InputFile file, RecordPlaces places)
    {
        var path = file.Path;
        using var source = InputPaths.Open(file);
        using var content = Decompressed(source, path);
        var isLive = path == InputPaths.StandardInput;
        var (buffer, filled, isFirst) = (ArrayPool<byte>.Shared.Rent(PartBytes), 0, true);
        for (var isEnd = false; !isEnd; )
        {
            var count = Fill(content, buffer.AsSpan(filled), isLive, path);
            isEnd = isLive ? count == 0 : count < buffer.Length - filled;
            filled += count;
            var end = isEnd ? filled : buffer.AsSpan(0, filled).LastIndexOf((byte)'\n') + 1;
            if (isFirst && (end > 0 || InputKinds.StartsAsJson(buffer.AsSpan(0, filled))))
            {
                var start = InputKinds.Check(buffer.AsMemory(0, filled), path, out var kind);
                if (kind == InputKind.Json)
                {
                    foreach (
                        var part in JsonInput.Read(Rest(buffer, start, filled, content, path), path, places)
                    )
                    {
                        yield return part;
                    }

                    yield break;
                }

                buffer.AsSpan(start, filled - start).CopyTo(buffer);
                (filled, end, isFirst) = (filled - start, end - start, false);
                places.BeginFile(Lines(buffer.AsMemory(0, end)).FirstOrDefault().Span);
            }

            // before the lines are handed out: whoever gets them may release their buffer
            var next = isEnd
                ? []
                : Next(buffer.AsSpan(end, filled - end), end == 0 && filled == buffer.Length, path);
            if (end > 0)
            {
                yield return new(
                    [.. Lines(buffer.AsMemory(0, end)).Select(places.OfData)],
                    source is S3ObjectStream || source.CanSeek ? source.Position : 0,
                    isLive ? InvocationBounds.Live : InvocationBounds.Free
                )
                {
                    Buffer = buffer,
                };
            }

            (buffer, filled) = (next, filled - end);
        }
    }

    /// <summary>What is not a whole line yet, in a buffer of its own: the lines before keep theirs.</summary>
    static byte[] Next(ReadOnlySpan<byte> rest, bool needsMore, string path)
    {
        if (needsMore && rest.Length >= MaxLineBytes)
        {
            throw new UsageException($"{path}: a line is longer than 16 MiB. {InputKinds.Expected}");
        }

        var buffer = ArrayPool<byte>.Shared.Rent(Math.Max(PartBytes, 2 * rest.Length));
        rest.CopyTo(buffer);
        return buffer;
    }

    /// <summary>Lines without their newline. A file that went through Windows ends them by two characters.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Lines(ReadOnlyMemory<byte> content)
    {
        while (!content.IsEmpty)
        {
            var newline = content.Span.IndexOf((byte)'\n');
            var line = newline < 0 ? content : content[..newline];
            content = newline < 0 ? default : content[(newline + 1)..];
            yield return line.Length > 0 && line.Span[^1] == (byte)'\r' ? line[..^1] : line;
        }
    }

    /// <summary>By its first bytes; what is called gzip must be.</summary>
    static Stream Decompressed(Stream source, string path)
    {
        var pipe = PipeReader.Create(
            source,
            new StreamPipeReaderOptions(bufferSize: 1 << 16, leaveOpen: true)
        );
        try
        {
            var start = pipe.ReadAtLeastAsync(2).AsTask().GetAwaiter().GetResult().Buffer;
            var isGzip = start.Length >= 2 && start.FirstSpan is [0x1f, 0x8b, ..];
            var isEmpty = start.IsEmpty;
            pipe.AdvanceTo(start.Start);
            if (isEmpty && IsCalledGzip(path))
            {
                throw new UsageException(
                    $"{path} cannot be read to its end: it is empty, which gzip never is."
                );
            }

            return isGzip || IsCalledGzip(path) ? new CheckedGzipStream(pipe.AsStream()) : pipe.AsStream();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{path} cannot be read: {exception.Message}", exception);
        }
    }

    static bool IsCalledGzip(string path) => path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);

    /// <returns>0 at the end.</returns>
    static int Fill(Stream content, Span<byte> buffer, bool isLive, string path)
    {
        try
        {
            return isLive
                ? content.Read(buffer)
                : content.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            throw new UsageException($"{path} cannot be read to its end: {exception.Message}", exception);
        }
    }

    static ReadOnlyMemory<byte> Rest(byte[] buffer, int start, int filled, Stream content, string path)
    {
        var whole = new MemoryStream();
        whole.Write(buffer, start, filled - start);
        while (Fill(content, buffer, isLive: true, path) is > 0 and var count)
        {
            whole.Write(buffer, 0, count);
            if (whole.Length > MaxJsonBytes)
            {
                throw new UsageException($"{path} is JSON of more than 256 MiB: split it.");
            }
        }

        return whole.GetBuffer().AsMemory(0, (int)whole.Length);
    }
}
