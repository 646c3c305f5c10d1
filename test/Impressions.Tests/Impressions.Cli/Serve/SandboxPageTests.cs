namespace Impressions.Tests;

/// <summary>The sandbox shows what the README says.</summary>
public class SandboxPageTests
{
    [Fact]
    public void Recommended_IsTheReadmesConfiguration()
    {
        var readme = File.ReadAllText(Repository.PathTo("README.md"));
        var snippet = readme.Split("```js\n")[1].Split("```")[0];

        Assert.Contains(
            Spelled(snippet),
            Spelled(Resources.Text("recommended.js")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Package_PinsWhatItInstalls() =>
        Assert.DoesNotMatch(
            @"""[\^~*]",
            File.ReadAllText(Repository.PathTo(SandboxTracker.PackageFolder, "package.json"))
        );

    /// <summary>Without comments and blanks.</summary>
    static string Spelled(string script) =>
        string.Concat(
            script
                .Split('\n')
                .Select(line => line.Split("//")[0])
                .SelectMany(line => line.Where(character => !char.IsWhiteSpace(character)))
        );
}
