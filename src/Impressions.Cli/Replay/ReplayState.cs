using System.Security.Cryptography;
using System.Text.Json;
using Impressions.Cli.Input;

namespace Impressions.Cli.Replay;

/// <summary>
/// Remembers in a file how far a replay has come, so that it goes on there after an interruption. Written again
/// after each delivery, whole or not at all.
/// </summary>
/// <param name="path">Null remembers nothing.</param>
sealed class ReplayState(string? path, IReadOnlyList<InputFile> files)
{
    /// <summary>More is not a state file, whatever its size says (bytes).</summary>
    const int MaxBytes = 16 << 20;

    /// <summary>As they are when the replay starts: one that changes meanwhile is refused the next time.</summary>
    readonly Lazy<IReadOnlyList<SavedFile>> _files = new(() =>
        [.. files.Select(file => new SavedFile(Path.GetFullPath(file.Path), file.Length, HashOf(file.Path)))]
    );

    /// <summary>Where the replay before this one stopped; the start where there was none.</summary>
    /// <exception cref="UsageException">The file is none of ours, or of other events.</exception>
    public ReplayPlace Read()
    {
        if (path is null || !File.Exists(path))
        {
            return default;
        }

        var saved = Parse(path);
        return saved.Files.SequenceEqual(_files.Value) && saved.Place.IsWithin(files.Count)
            ? saved.Place
            : throw new UsageException(
                $"{path} says how far a replay of other files has come, or of these before they changed: name the same files, or "
                    + "another state file."
            );
    }

    /// <exception cref="UsageException">The file cannot be written.</exception>
    public void Write(ReplayPlace place)
    {
        if (path is null)
        {
            return;
        }

        try
        {
            var next = path + ".next";
            using (var file = File.Create(next))
            {
                JsonSerializer.Serialize(file, new Saved(_files.Value, place));
                file.Flush(flushToDisk: true);
            }

            File.Move(next, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{path} cannot be written: {exception.Message}", exception);
        }
    }

    static Saved Parse(string path)
    {
        try
        {
            // For writing too: that does not wait for the other end of a pipe.
            using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
            return
                file.CanSeek
                && file.Length is > 0 and <= MaxBytes
                && JsonSerializer.Deserialize<Saved>(file) is { Files: not null } saved
                && saved.Files.All(known => known is not null)
                ? saved
                : throw new JsonException();
        }
        catch (Exception exception)
            when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{path} is not a state file of a replay.", exception);
        }
    }

    static string HashOf(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return Convert.ToHexStringLower(SHA256.HashData(file));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{path} cannot be read: {exception.Message}", exception);
        }
    }

    sealed record Saved(IReadOnlyList<SavedFile> Files, ReplayPlace Place);

    /// <param name="Length">Bytes.</param>
    sealed record SavedFile(string Name, long Length, string? Sha256);
}
