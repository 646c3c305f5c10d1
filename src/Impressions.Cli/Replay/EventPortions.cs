namespace Impressions;

/// <summary>Some lines of a file, as many as an invocation takes.</summary>
/// <param name="File">0-based, among the files.</param>
/// <param name="FirstLine">0-based place of the first line in its file.</param>
/// <param name="Lines">Valid until the next portion.</param>
/// <param name="BytesRead">Of the file, up to here; of standard input 0.</param>
readonly record struct EventPortion(
    int File,
    long FirstLine,
    IReadOnlyList<ReadOnlyMemory<byte>> Lines,
    long BytesRead
);

static class EventPortions
{
    /// <summary>The lines of all files in their order, in portions.</summary>
    /// <param name="from">Where to begin; what is before was settled earlier.</param>
    /// <exception cref="UsageException">A file cannot be read.</exception>
    public static IEnumerable<EventPortion> Read(IReadOnlyList<string> files, ReplayPlace from)
    {
        for (var file = from.File; file < files.Count; file++)
        {
            var skip = file == from.File ? from.Lines : 0;
            var (line, bytesRead) = (0L, 0L);
            foreach (var lines in EventFiles.Read(files[file], read => bytesRead = read))
            {
                var known = (int)Math.Clamp(skip - line, 0, lines.Count);
                line += known;
                foreach (var portion in InputFiles.Cut([.. lines.Skip(known)]))
                {
                    yield return new EventPortion(file, line, portion, bytesRead);
                    line += portion.Count;
                }
            }
        }
    }
}
