using System.Buffers;

namespace Impressions.Cli.Input;

/// <summary>What of a file is read at a time.</summary>
/// <param name="BytesRead">Of the file, up to here; of standard input 0.</param>
/// <param name="Bounds">Where an invocation with these records may begin and end.</param>
sealed record InputPart(IReadOnlyList<InputRecord> Records, long BytesRead, InvocationBounds Bounds)
{
    /// <summary>In which the records' data lies; null where it is not to be used again.</summary>
    public byte[]? Buffer { get; init; }

    /// <summary>Gives the buffer back: the records' data is not needed any more.</summary>
    public void Release()
    {
        if (Buffer is not null)
        {
            ArrayPool<byte>.Shared.Return(Buffer);
        }
    }

    /// <summary>Cuts records into invocations, as the event source does.</summary>
    /// <param name="limit">Of an invocation (records).</param>
    public static IEnumerable<InputPart> Cut(IEnumerable<InputPart> parts, int limit)
    {
        var chunk = new InvocationChunk(limit);
        var bytesRead = 0L;
        foreach (var part in parts)
        {
            if (part.Bounds == InvocationBounds.Whole && chunk.Count > 0)
            {
                yield return new(chunk.Take(), bytesRead, InvocationBounds.Whole);
            }

            bytesRead = part.BytesRead;
            if (part.Bounds == InvocationBounds.Whole)
            {
                yield return part;
                continue;
            }

            foreach (var record in part.Records)
            {
                if (!chunk.HasRoomFor(record))
                {
                    yield return new(chunk.Take(), bytesRead, InvocationBounds.Whole);
                }

                chunk.Add(record);
            }

            if (part.Bounds == InvocationBounds.Live && chunk.Count > 0)
            {
                yield return new(chunk.Take(), bytesRead, InvocationBounds.Whole);
            }
        }

        if (chunk.Count > 0)
        {
            yield return new(chunk.Take(), bytesRead, InvocationBounds.Whole);
        }
    }
}

/// <summary>Where an invocation may begin and end among the records of a part.</summary>
enum InvocationBounds : byte
{
    /// <summary>Anywhere.</summary>
    Free,

    /// <summary>At the end of the part: more may be long in coming.</summary>
    Live,

    /// <summary>The part is one invocation.</summary>
    Whole,
}
