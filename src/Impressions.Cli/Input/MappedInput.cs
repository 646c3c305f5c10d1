using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Impressions.Cli.Input;

/// <summary>
/// Reads files side by side and maps what is read on all cores. The results come in the order of the input, whatever the
/// timing: the same input gives the same output.
/// </summary>
static class MappedInput
{
    /// <param name="createMapper">Called for each core: a mapper is used by one thread at a time.</param>
    /// <param name="isOrdered">One mapper gets all parts in their order, since it remembers what it has seen.</param>
    /// <exception cref="UsageException">A file cannot be read; what comes before it was handed out.</exception>
    public static async IAsyncEnumerable<T> MapAsync<T>(
        IReadOnlyList<InputFile> files,
        Func<Func<InputPart, T>> createMapper,
        bool isOrdered,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            var parts = ReadAsync(files, ended.Token);
            var results = isOrdered
                ? parts.Select(Released(createMapper()))
                : MapSideBySideAsync(parts, createMapper, ended.Token);
            await foreach (var result in results.WithCancellation(cancellation).ConfigureAwait(false))
            {
                yield return result;
            }
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
        }
    }

    /// <summary>The parts of all files in their order, with the bytes read of all files up to there.</summary>
    static async IAsyncEnumerable<InputPart> ReadAsync(
        IReadOnlyList<InputFile> files,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        var (startedAt, file, before) = (DateTimeOffset.UtcNow, 0, 0L);
        foreach (
            var parts in ReadAhead.Read(files, file => RecordPlaces.OfFile(startedAt, file), cancellation)
        )
        {
            await foreach (var part in parts.ReadAllAsync(cancellation).ConfigureAwait(false))
            {
                yield return part with
                {
                    BytesRead = before + part.BytesRead,
                };
            }

            before += files[file++].Length;
        }
    }

    static IAsyncEnumerable<T> MapSideBySideAsync<T>(
        IAsyncEnumerable<InputPart> parts,
        Func<Func<InputPart, T>> createMapper,
        CancellationToken cancellation
    )
    {
        var mappers = new ConcurrentBag<Func<InputPart, T>>();
        var results = Channel.CreateBounded<Task<T>>(2 * Environment.ProcessorCount);
        _ = WriteAsync();
        return results
            .Reader.ReadAllAsync(cancellation)
            .Select(async (Task<T> result, CancellationToken _) => await result.ConfigureAwait(false));

        async Task WriteAsync()
        {
            try
            {
                await foreach (var part in parts.ConfigureAwait(false))
                {
                    await results
                        .Writer.WriteAsync(Task.Run(() => Map(part), cancellation), cancellation)
                        .ConfigureAwait(false);
                }

                results.Writer.Complete();
            }
#pragma warning disable CA1031 // whoever reads the results gets it
            catch (Exception exception)
#pragma warning restore CA1031
            {
                results.Writer.Complete(exception);
            }
        }

        T Map(InputPart part)
        {
            var mapper = mappers.TryTake(out var idle) ? idle : Released(createMapper());
            try
            {
                return mapper(part);
            }
            finally
            {
                mappers.Add(mapper);
            }
        }
    }

    /// <summary>The mapper, which gives back each part's buffer in the end.</summary>
    static Func<InputPart, T> Released<T>(Func<InputPart, T> mapper) =>
        part =>
        {
            try
            {
                return mapper(part);
            }
            finally
            {
                part.Release();
            }
        };
}
