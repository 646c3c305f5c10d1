namespace Impressions;

/// <summary>A place that holds dead letters: objects of a bucket, or files that were copied from one.</summary>
/// <param name="Location">As the user named it.</param>
/// <param name="Names">Of the objects or files, in order: by time, as the function names them.</param>
/// <param name="ReadAsync">The whole content of one of them.</param>
sealed record DeadLetterSource(
    string Location,
    IReadOnlyList<string> Names,
    Func<string, CancellationToken, Task<ReadOnlyMemory<byte>>> ReadAsync
)
{
    /// <summary>How the function's objects end; other objects under the prefix are not ours.</summary>
    const string Extension = ".jsonl";

    /// <param name="location"><c>s3://bucket/prefix</c>, a folder or a file.</param>
    /// <exception cref="UsageException">There is nothing, or it cannot be read.</exception>
    public static async Task<DeadLetterSource> OpenAsync(string location, CancellationToken cancellation)
    {
        var source = S3Location.TryParse(location, out var s3)
            ? await OpenBucketAsync(location, s3, cancellation).ConfigureAwait(false)
            : new DeadLetterSource(location, Files(location), ReadFileAsync);
        return source.Names.Count > 0
            ? source
            : throw new UsageException(
                $"There are no dead letters in {location}: no name there ends in {Extension}."
            );
    }

    static async Task<DeadLetterSource> OpenBucketAsync(
        string location,
        S3Location s3,
        CancellationToken cancellation
    )
    {
        var bucket = new S3Reader(s3.Bucket);
        var keys = await bucket.ListAsync(s3.Prefix, cancellation).ConfigureAwait(false);
        return new(location, [.. keys.Where(IsOurs)], bucket.ReadAsync);
    }

    static IReadOnlyList<string> Files(string path) =>
        File.Exists(path) ? [path]
        : Directory.Exists(path)
            ?
            [
                .. Directory
                    .EnumerateFiles(path, "*" + Extension, SearchOption.AllDirectories)
                    .Order(StringComparer.Ordinal),
            ]
        : throw new UsageException(
            $"{path}: there is no such file or folder. A bucket is s3://bucket/prefix."
        );

    static async Task<ReadOnlyMemory<byte>> ReadFileAsync(string path, CancellationToken cancellation)
    {
        try
        {
            return await File.ReadAllBytesAsync(path, cancellation).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{path} cannot be read: {exception.Message}", exception);
        }
    }

    static bool IsOurs(string key) => key.EndsWith(Extension, StringComparison.Ordinal);
}
