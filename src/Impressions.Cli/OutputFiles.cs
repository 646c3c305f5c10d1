namespace Impressions.Cli;

/// <summary>Files that the commands write.</summary>
static class OutputFiles
{
    /// <summary>Never over what is there: it may be one of the files to read.</summary>
    /// <exception cref="UsageException">It is there, or cannot be written.</exception>
    public static FileStream Create(string path) => Open(path, FileMode.CreateNew);

    /// <exception cref="UsageException">It cannot be written.</exception>
    public static FileStream Append(string path) => Open(path, FileMode.Append);

    static FileStream Open(string path, FileMode mode)
    {
        try
        {
            return new FileStream(path, mode);
        }
        catch (Exception exception)
            when (exception
                    is IOException
                        or UnauthorizedAccessException
                        or ArgumentException
                        or NotSupportedException
            )
        {
            throw new UsageException($"{path} cannot be written: {exception.Message}", exception);
        }
    }
}
