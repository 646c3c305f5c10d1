namespace Impressions.Core.Tests.Support;

/// <summary>The repository that the tests were built from.</summary>
static class Repository
{
    /// <summary>The folder of <c>Impressions.sln</c>, found upwards from the test binaries.</summary>
    public static string Root { get; } = Find();

    /// <summary>The captured cases.</summary>
    public static string Events => PathTo("test", "events");

    public static string PathTo(params string[] parts) => Path.GetFullPath(Path.Combine([Root, .. parts]));

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
