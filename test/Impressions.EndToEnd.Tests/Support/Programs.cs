namespace Impressions.EndToEnd.Tests.Support;

/// <summary>Programs of the machine, by their names.</summary>
static class Programs
{
    static readonly string[] Folders =
        Environment.GetEnvironmentVariable("PATH")?.Split(Path.PathSeparator) ?? [];

    /// <summary>Null when it is there, otherwise what is needed.</summary>
    public static string? Missing(string program) =>
        Array.Exists(Folders, folder => File.Exists(Path.Combine(folder, program)))
            ? null
            : $"Needs {program} on the path";
}
