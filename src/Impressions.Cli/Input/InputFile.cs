namespace Impressions.Cli.Input;

/// <summary>A file, an object of a bucket, or standard input.</summary>
/// <param name="Path">As a user names it: <c>s3://bucket/key</c> for an object, <c>-</c> for standard input.</param>
/// <param name="Length">0 for standard input (bytes).</param>
/// <param name="ETag">The version of the object that was listed; null for a file.</param>
sealed record InputFile(string Path, long Length, string? ETag = null)
{
    public static InputFile Of(string path) => new(path, File.Exists(path) ? new FileInfo(path).Length : 0);
}
