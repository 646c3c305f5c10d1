namespace Impressions;

/// <summary>One line of a source: a dead letter, or what is none.</summary>
/// <param name="Name">Of the object or file.</param>
/// <param name="LineNumber">1-based.</param>
/// <param name="Row">Null when it cannot be read.</param>
readonly record struct DeadLetterLine(string Name, int LineNumber, DeadLetterRow? Row);

static class DeadLetterReader
{
    /// <summary>Every line, object by object.</summary>
    /// <param name="reason">Only rows with this reason, and what cannot be read; null for all.</param>
    /// <param name="progress">Told the number of objects read.</param>
    public static async IAsyncEnumerable<DeadLetterLine> ReadAsync(
        DeadLetterSource source,
        string? reason,
        Action<int> progress,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation
    )
    {
        for (var i = 0; i < source.Names.Count; i++)
        {
            var name = source.Names[i];
            var content = await source.ReadAsync(name, cancellation).ConfigureAwait(false);
            var lines = EventRecords.OfLines(content);
            for (var at = 0; at < lines.Count; at++)
            {
                var isRow = BadRowReader.TryRead(lines[at], out var row);
                if (!isRow || reason is null || row!.Reason == reason)
                {
                    yield return new DeadLetterLine(name, at + 1, row);
                }
            }

            progress(i + 1);
        }
    }
}
