namespace Impressions.Tests;

/// <summary>The sandbox shows what the README says.</summary>
public class SandboxPageTests
{
    [Fact]
    public void Recommended_IsTheReadmesSnippet()
    {
        var readme = File.ReadAllText(Repository.PathTo("README.md"));
        var snippet = readme.Split("```js\n")[1].Split("```")[0];

        Assert.Equal(snippet, Resources.Text("recommended.js"));
    }

    [Fact]
    public void Package_PinsWhatItInstalls() =>
        Assert.DoesNotMatch(
            @"""[\^~*]",
            File.ReadAllText(Repository.PathTo(SandboxTracker.PackageFolder, "package.json"))
        );
}
