using System.Threading.Channels;

namespace Impressions.Cli.Input;

/// <summary>Reads files before they are needed, each on a thread of its own, since reading blocks.</summary>
static class ReadAhead
{
    /// <summary>Files open at a time: objects of a bucket are mostly waited for.</summary>
    const int OpenFiles = 16;

    /// <summary>Parts of a file that are read before the first of them is needed.</summary>
    const int PartsAhead = 1;

    /// <summary>The parts of one file after the other. A part that cannot be read ends them by its exception.</summary>
    /// <param name="placesOf">By the 0-based position of the file.</param>
    /// <param name="cancellation">Ends all reading.</param>
    public static IEnumerable<ChannelReader<InputPart>> Read(
        IReadOnlyList<InputFile> files,
        Func<int, RecordPlaces> placesOf,
        CancellationToken cancellation
    )
    {
        var open = new Queue<ChannelReader<InputPart>>();
        for (var (file, next) = (0, 0); file < files.Count; file++)
        {
            for (; next < files.Count && open.Count < OpenFiles; next++)
            {
                open.Enqueue(Open(files[next], placesOf(next), cancellation));
            }

            yield return open.Dequeue();
        }
    }

    static ChannelReader<InputPart> Open(InputFile file, RecordPlaces places, CancellationToken cancellation)
    {
        var parts = Channel.CreateBounded<InputPart>(PartsAhead);
        _ = Task.Factory.StartNew(
            () => Read(file, places, parts.Writer, cancellation),
            cancellation,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );
        return parts.Reader;
    }

    static void Read(
        InputFile file,
        RecordPlaces places,
        ChannelWriter<InputPart> parts,
        CancellationToken cancellation
    )
    {
        try
        {
            foreach (var part in InputReader.Read(file, places))
            {
                parts.WriteAsync(part, cancellation).AsTask().GetAwaiter().GetResult();
            }

            parts.Complete();
        }
#pragma warning disable CA1031 // whoever reads the parts gets it
        catch (Exception exception)
#pragma warning restore CA1031
        {
            parts.Complete(exception);
        }
    }
}
