using Impressions.Cli.Input;

namespace Impressions.Cli.Replay;

/// <summary>Records that are delivered in one invocation.</summary>
/// <param name="File">0-based, among the files.</param>
/// <param name="First">0-based place of the first record in its file.</param>
/// <param name="BytesRead">Of the file, up to here; 0 where nobody knows.</param>
sealed record ReplayChunk(int File, long First, IReadOnlyList<InputRecord> Records, long BytesRead)
{
    /// <summary>Of no file.</summary>
    public static ReplayChunk Of(IReadOnlyList<InputRecord> records) => new(0, 0, records, 0);

    /// <summary>The records of all files in their order.</summary>
    /// <param name="from">Where to begin; what is before was settled earlier.</param>
    /// <param name="limit">Of a chunk (records).</param>
    /// <exception cref="UsageException">A file cannot be read, or ends before the place where to begin.</exception>
    public static IEnumerable<ReplayChunk> Read(
        IReadOnlyList<InputFile> files,
        ReplayPlace from,
        int limit,
        CancellationToken cancellation
    )
    {
        var startedAt = DateTimeOffset.UtcNow;
        var (file, first) = (from.File, from.Lines);
        foreach (
            var read in ReadAhead.Read(
                [.. files.Skip(file)],
                _ => RecordPlaces.OfFiles(startedAt),
                cancellation
            )
        )
        {
            var parts = Behind(
                read.ReadAllAsync(cancellation).ToBlockingEnumerable(cancellation),
                first,
                files[file].Path
            );
            foreach (var part in InputPart.Cut(parts, limit))
            {
                yield return new(file, first, part.Records, part.BytesRead);
                first += part.Records.Count;
            }

            (file, first) = (file + 1, 0);
        }
    }

    static IEnumerable<InputPart> Behind(IEnumerable<InputPart> parts, long skip, string path)
    {
        foreach (var part in parts)
        {
            var known = (int)Math.Min(skip, part.Records.Count);
            skip -= known;
            if (known < part.Records.Count)
            {
                yield return known == 0 ? part : part with { Records = [.. part.Records.Skip(known)] };
            }
        }

        if (skip > 0)
        {
            throw new UsageException(
                $"{path} has fewer lines than were sent of it: it has changed since. Name another state file to send it again."
            );
        }
    }
}
