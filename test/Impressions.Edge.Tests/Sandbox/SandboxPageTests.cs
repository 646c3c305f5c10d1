using System.Text.Json;
using System.Text.RegularExpressions;
using Impressions.Core;
using Impressions.Core.Tests.Support;
using Impressions.Sandbox;
using Impressions.Sandbox.View;

namespace Impressions.Edge.Tests.Sandbox;

/// <summary>The sandbox shows what the README says.</summary>
public partial class SandboxPageTests
{
    [Fact]
    public void Recommended_IsTheReadmesSnippet()
    {
        var readme = File.ReadAllText(Repository.PathTo("README.md"));
        var snippet = readme.Split("```js\n")[1].Split("```")[0];

        Assert.Equal(snippet, Resources.Text("recommended.js"));
    }

    /// <summary>The page's versions of npm are those that the browser tests run.</summary>
    [Fact]
    public void NpmForm_NamesTheVersionsOfTheDemonstrationShop()
    {
        var page = File.ReadAllText(Repository.PathTo("src", "Impressions.Sandbox", "README.md"));
        using var package = JsonDocument.Parse(
            File.ReadAllText(Repository.PathTo(SandboxTracker.PackageFolder, "package.json"))
        );
        var installed = package.RootElement.GetProperty("dependencies");
        var named = NamedVersion().Matches(page);

        Assert.Equal(5, named.Count);
        Assert.All(
            named,
            match =>
                Assert.Equal(
                    installed.GetProperty(match.Groups["package"].Value).GetString(),
                    match.Groups["version"].Value
                )
        );
    }

    [Fact]
    public void Diagnoses_TableListsEachKind()
    {
        var page = File.ReadAllLines(Repository.PathTo("src", "Impressions.Sandbox", "README.md"));

        Assert.Equal(
            Codes<DiagnosisKind>.All.Select(code => $"| `{code}` "),
            page.Where(line => line.StartsWith("| `", StringComparison.Ordinal))
                .Select(line => line[..(line.IndexOf('|', 2))])
        );
    }

    [Fact]
    public void Package_PinsWhatItInstalls() =>
        Assert.DoesNotMatch(
            @"""[\^~*]",
            File.ReadAllText(Repository.PathTo(SandboxTracker.PackageFolder, "package.json"))
        );

    [GeneratedRegex(@"(?<package>@snowplow/[a-z-]+)@(?<version>[\d.]+)", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex NamedVersion();
}
