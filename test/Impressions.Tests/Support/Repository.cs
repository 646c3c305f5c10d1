namespace Impressions.Tests;

/// <summary>Where things lie in the repository that the tests were built from.</summary>
static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Events => Path.Combine(Root, "test", "events");

    static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Impressions.sln")))
        {
            folder =
                Path.GetDirectoryName(folder)
                ?? throw new InvalidOperationException("Not inside the repository.");
        }

        return folder;
    }
}
