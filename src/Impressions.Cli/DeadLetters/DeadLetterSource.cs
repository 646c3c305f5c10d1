using System.Text.Json;
using System.Text.RegularExpressions;
using Impressions.Cli.Input;
using Impressions.Core.DeadLetters;

namespace Impressions.Cli.DeadLetters;

/// <summary>A place that holds dead letters: objects of a bucket, or files that were copied from one.</summary>
/// <param name="Location">As the user named it.</param>
/// <param name="Files">In order: by time, as the function and Lambda name them.</param>
sealed partial record DeadLetterSource(string Location, IReadOnlyList<InputFile> Files)
{
    /// <summary>How the function's objects end; other objects under the prefix are not ours.</summary>
    const string Extension = ".jsonl";

    /// <param name="location"><c>s3://bucket/prefix</c>, a folder or a file.</param>
    /// <exception cref="UsageException">There is nothing, or it cannot be read.</exception>
    public static async Task<DeadLetterSource> OpenAsync(string location, CancellationToken cancellation)
    {
        var files = await InputPaths.FindAsync([location], cancellation).ConfigureAwait(false);
        var ours = File.Exists(location) ? files : files.Where(file => IsOurs(file.Path)).ToList();
        return ours.Count > 0
            ? new(location, ours)
            : throw new UsageException(
                $"There are no dead letters in {location}: no name there ends in {Extension} or is one of Lambda's on-failure destination."
            );
    }

    /// <summary>Every dead letter, object by object.</summary>
    /// <param name="reason">Only those with this reason, and what cannot be read; null for all.</param>
    /// <param name="progress">Gets the number of objects read.</param>
    public async IAsyncEnumerable<DeadLetterItem> ReadAsync(
        string? reason,
        Action<int> progress,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation
    )
    {
        for (var i = 0; i < Files.Count; i++)
        {
            var content = await ReadAsync(Files[i], cancellation).ConfigureAwait(false);
            foreach (var item in Items(Files[i].Path, content))
            {
                if (item.Reason is null || reason is null || item.Reason == reason)
                {
                    yield return item;
                }
            }

            progress(i + 1);
        }
    }

    static IEnumerable<DeadLetterItem> Items(string name, ReadOnlyMemory<byte> content)
    {
        if (ReadFailure(content) is { } failure)
        {
            yield return new(name, LineNumber: 1, Row: null, failure);
            yield break;
        }

        var lineNumber = 0;
        foreach (var line in InputReader.Lines(content))
        {
            _ = BadRowReader.TryRead(line, out var row);
            yield return new(name, ++lineNumber, row, Failure: null);
        }
    }

    static LambdaFailure? ReadFailure(ReadOnlyMemory<byte> content)
    {
        try
        {
            using var json = JsonDocument.Parse(content);
            return LambdaFailure.TryRead(json.RootElement, out var failure) ? failure : null;
        }
        catch (Exception exception)
            when (exception is JsonException or InvalidOperationException or UsageException)
        {
            return null;
        }
    }

    static async Task<ReadOnlyMemory<byte>> ReadAsync(InputFile file, CancellationToken cancellation)
    {
        using var source = InputPaths.Open(file);
        using var content = new MemoryStream();
        try
        {
            await source.CopyToAsync(content, cancellation).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{file.Path} cannot be read: {exception.Message}", exception);
        }

        return content.GetBuffer().AsMemory(0, (int)content.Length);
    }

    static bool IsOurs(string name) =>
        name.EndsWith(Extension, StringComparison.Ordinal)
        || LambdaObject().IsMatch(name[(name.LastIndexOf('/') + 1)..]);

    /// <summary>The last part of <c>aws/lambda/UUID/SHARD/YYYY/MM/DD/YYYY-MM-DDTHH.MM.SS-UUID</c>.</summary>
    [GeneratedRegex(
        @"\A\d{4}-\d\d-\d\dT\d\d\.\d\d\.\d\d-[0-9a-f-]{36}\z",
        RegexOptions.CultureInvariant,
        1_000
    )]
    private static partial Regex LambdaObject();
}

/// <summary>What a line or object of a source holds: a dead letter, records that Lambda gave up on, or neither.</summary>
/// <param name="Name">Of the object or file.</param>
/// <param name="LineNumber">1-based.</param>
readonly record struct DeadLetterItem(string Name, int LineNumber, DeadLetterRow? Row, LambdaFailure? Failure)
{
    /// <summary>Null when it cannot be read.</summary>
    public string? Reason => Row?.Reason ?? Failure?.Condition;
}
