using System.Security.Cryptography;

namespace Impressions;

/// <summary>Some lines of a file, as many as an invocation takes.</summary>
/// <param name="File">0-based, among the files.</param>
/// <param name="FirstLine">0-based place of the first line in its file.</param>
/// <param name="Lines">Valid until the next portion.</param>
/// <param name="Shard">Stands for the file: the same for the same events, wherever they lie.</param>
/// <param name="BytesRead">Of the file, up to here; of standard input 0.</param>
readonly record struct EventPortion(
    int File,
    long FirstLine,
    IReadOnlyList<ReadOnlyMemory<byte>> Lines,
    string Shard,
    long BytesRead
)
{
    /// <summary>What the function gets.</summary>
    public ReadOnlyMemory<byte> Payload =>
        Impressions.Payload.Of(Lines, DateTimeOffset.UtcNow, FirstLine, Shard).Json;
}

static class EventPortions
{
    const int ShardLength = 12;

    /// <summary>The lines of all files in their order, in portions.</summary>
    /// <param name="from">Where to begin; what is before was settled earlier.</param>
    /// <param name="limit">Of a portion (lines).</param>
    /// <exception cref="UsageException">A file cannot be read, or ends before the place where to begin.</exception>
    public static IEnumerable<EventPortion> Read(IReadOnlyList<string> files, ReplayPlace from, int limit)
    {
        for (var file = from.File; file < files.Count; file++)
        {
            var skip = file == from.File ? from.Lines : 0;
            var (line, bytesRead, shard) = (0L, 0L, "");
            foreach (var lines in EventFiles.Read(files[file], read => bytesRead = read))
            {
                if (shard.Length == 0 && lines.Count > 0)
                {
                    shard = ShardOf(lines[0]);
                }

                var known = (int)Math.Clamp(skip - line, 0, lines.Count);
                line += known;
                foreach (var portion in Payload.Cut([.. lines.Skip(known)], limit))
                {
                    yield return new EventPortion(file, line, portion, shard, bytesRead);
                    line += portion.Count;
                }
            }

            if (line < skip)
            {
                throw new UsageException(
                    $"{files[file]} has fewer lines than were sent of it: it has changed since. Name another state file to send it anew."
                );
            }
        }
    }

    static string ShardOf(ReadOnlyMemory<byte> firstLine) =>
        Convert.ToHexStringLower(SHA256.HashData(firstLine.Span))[..ShardLength];
}
