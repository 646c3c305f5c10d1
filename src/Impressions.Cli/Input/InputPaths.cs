using Impressions.Cli.Aws;

namespace Impressions.Cli.Input;

/// <summary>Where input lies: files, folders of them, a bucket (<c>s3://bucket/prefix</c>), standard input (<c>-</c>).</summary>
static class InputPaths
{
    public const string StandardInput = "-";

    /// <summary>The files that are meant, those of a folder or bucket by name.</summary>
    /// <exception cref="UsageException">There is no such file.</exception>
    public static async Task<IReadOnlyList<InputFile>> FindAsync(
        IReadOnlyList<string> paths,
        CancellationToken cancellation
    )
    {
        var found = new List<InputFile>();
        foreach (var path in paths)
        {
            found.AddRange(
                S3Location.TryParse(path, out var location)
                    ? await S3Client.FindAsync(S3Client.S3, location, cancellation).ConfigureAwait(false)
                    : Find(path).Select(InputFile.Of)
            );
        }

        return found;
    }

    /// <exception cref="UsageException">It cannot be read.</exception>
    public static Stream Open(InputFile file)
    {
        var path = file.Path;
        if (path == StandardInput)
        {
            return Console.OpenStandardInput();
        }

        if (S3Location.TryParse(path, out var location))
        {
            return new S3ObjectStream(S3Client.S3, location, file, TimeProvider.System);
        }

        try
        {
            return File.OpenRead(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{path} cannot be read: {exception.Message}", exception);
        }
    }

    public static IReadOnlyList<string> Find(string path)
    {
        if (path == StandardInput || File.Exists(path))
        {
            return [path];
        }

        if (!Directory.Exists(path))
        {
            throw new UsageException($"{path}: there is no such file or folder.");
        }

        var files = new List<string>();
        try
        {
            AddFiles(new DirectoryInfo(path), [], files);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{path} cannot be read: {exception.Message}", exception);
        }

        files.Sort(StringComparer.Ordinal);
        return files.Count > 0 ? files : throw new UsageException($"{path} is an empty folder.");
    }

    /// <param name="above">Full names of the folders that this one is in, links resolved.</param>
    static void AddFiles(DirectoryInfo folder, IReadOnlyList<string> above, List<string> files)
    {
        var fullName = folder.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? folder.FullName;
        if (above.Contains(fullName, StringComparer.Ordinal))
        {
            throw new UsageException($"{folder.FullName} is a link to a folder that it is in.");
        }

        IReadOnlyList<string> here = [.. above, fullName];
        files.AddRange(folder.EnumerateFiles().Select(file => file.ToString()));
        foreach (var inner in folder.EnumerateDirectories())
        {
            AddFiles(inner, here, files);
        }
    }
}
