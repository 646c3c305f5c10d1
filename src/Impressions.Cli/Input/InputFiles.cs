namespace Impressions;

/// <summary>A file of events: enriched lines (<c>.tsv</c>), or a Kinesis event as Lambda would get it (<c>.json</c>).</summary>
static class InputFiles
{
    /// <summary>
    /// The payloads of the invocations that the files make: a Kinesis event as it is, lines of all files together in
    /// portions as Lambda would cut them.
    /// </summary>
    /// <param name="arrivedAt">When the stream took the lines.</param>
    /// <exception cref="UsageException">A file cannot be read, or is of another kind.</exception>
    public static IReadOnlyList<Payload> ReadPayloads(IReadOnlyList<string> paths, DateTimeOffset arrivedAt)
    {
        var payloads = new List<Payload>();
        var lines = new List<ReadOnlyMemory<byte>>();
        foreach (var path in paths)
        {
            var (content, isKinesisEvent) = Read(path);
            if (isKinesisEvent)
            {
                payloads.Add(new Payload(content, EventRecords.OfKinesisEvent(content, path).Count));
            }
            else
            {
                lines.AddRange(EventRecords.OfLines(content));
            }
        }

        return [.. payloads, .. Payload.Cut(lines).Select(records => Payload.Of(records, arrivedAt))];
    }

    /// <summary>The records of a file, or of standard input for <c>-</c>.</summary>
    /// <exception cref="UsageException">The file cannot be read, or is of another kind.</exception>
    public static IReadOnlyList<ReadOnlyMemory<byte>> ReadRecords(string path)
    {
        var (content, isKinesisEvent) = Read(path);
        return isKinesisEvent ? EventRecords.OfKinesisEvent(content, path) : EventRecords.OfLines(content);
    }

    static (byte[] Content, bool IsKinesisEvent) Read(string path)
    {
        if (path == "-")
        {
            using var input = Console.OpenStandardInput();
            using var copy = new MemoryStream();
            input.CopyTo(copy);
            var piped = copy.ToArray();
            return (piped, piped.AsSpan().TrimStart(" \r\n\t"u8).StartsWith("{"u8));
        }

        var isKinesisEvent = IsKinesisEvent(path); // before reading, since it may be a large file of another kind
        try
        {
            return (File.ReadAllBytes(path), isKinesisEvent);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{path} cannot be read: {exception.Message}", exception);
        }
    }

    static bool IsKinesisEvent(string path) =>
        Path.GetExtension(path).ToUpperInvariant() switch
        {
            _ when Directory.Exists(path) => throw new UsageException(
                $"{path} is a folder: name the files in it."
            ),
            ".JSON" => true,
            ".TSV" => false,
            _ => throw new UsageException(
                $"{path}: want enriched events, one a line (.tsv), or a Kinesis event as Lambda gets it (.json)."
            ),
        };
}
