namespace Impressions.EndToEnd.Tests.Support;

/// <summary>Executable scripts for one test class.</summary>
sealed class ScriptFolder : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("impressions-tests-");

    /// <returns>The path of the new script.</returns>
    public string Add(params string[] lines)
    {
        var path = Path.Combine(_folder.FullName, Guid.NewGuid().ToString());
        File.WriteAllLines(path, lines);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(
                path,
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            );
        }

        return path;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
