namespace Impressions.Tests;

/// <summary>The folder of <c>Impressions.sln</c>, found upwards from the test binaries.</summary>
static class RepositoryRoot
{
    static readonly string Folder = Find();

    public static string PathTo(params string[] parts) => Path.GetFullPath(Path.Combine([Folder, .. parts]));

    static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Impressions.sln")))
        {
            folder =
                folder.Parent ?? throw new DirectoryNotFoundException("No Impressions.sln above the tests");
        }

        return folder.FullName;
    }
}
