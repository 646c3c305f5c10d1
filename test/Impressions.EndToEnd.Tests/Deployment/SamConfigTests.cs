using System.Text.RegularExpressions;
using Impressions.Core.Tests.Support;
using Impressions.EndToEnd.Tests.Support;

namespace Impressions.EndToEnd.Tests.Deployment;

/// <summary>What <c>samconfig.toml</c> sets are parameters of the template.</summary>
public sealed partial class SamConfigTests
{
    /// <summary>The parameters that each table overrides, by the table's name.</summary>
    static readonly IReadOnlyDictionary<string, string[]> Overrides = Table()
        .Matches(File.ReadAllText(Repository.PathTo("samconfig.toml")))
        .ToDictionary(
            table => table.Groups["name"].Value,
            table => Override().Matches(table.Value).Select(match => match.Groups["name"].Value).ToArray(),
            StringComparer.Ordinal
        );

    static IEnumerable<string> WithoutDefault =>
        Template
            .Parameters.Keys()
            .Where(name => !Template.Parameters.Mapping(name).Keys().Contains("Default"))
            .Order(StringComparer.Ordinal);

    [Fact]
    public void Overrides_EveryOne_IsAParameter()
    {
        Assert.Equal(
            ["default.deploy", "dev.deploy", "prod.deploy"],
            Overrides.Keys.Where(name => name.EndsWith(".deploy", StringComparison.Ordinal))
        );
        Assert.InRange(Overrides.Values.Sum(names => names.Length), 8, 100); // it really found them
        Assert.All(
            Overrides.Values.SelectMany(names => names),
            name => Assert.Contains(name, Template.Parameters.Keys())
        );
    }

    [Theory]
    [InlineData("default.local_invoke")]
    [InlineData("default.local_start_lambda")]
    public void Overrides_OfALocalRun_AreExactlyTheParametersWithoutDefault(string table) =>
        Assert.Equal(WithoutDefault, Overrides[table].Order(StringComparer.Ordinal));

    /// <summary>A deployment with an example's tracking id would send a shop's events to nobody.</summary>
    [Theory]
    [InlineData("default.deploy")]
    [InlineData("dev.deploy")]
    [InlineData("prod.deploy")]
    public void Overrides_OfADeployment_LeaveTheEventTrackerToWhoeverDeploys(string table) =>
        Assert.DoesNotContain("PersonalizeTrackingId", Overrides[table]);

    [GeneratedRegex(
        @"^\[(?<name>[a-z_.]+)\.parameters\]\n(?:(?!\[).*(?:\n|\z))*",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline,
        1_000
    )]
    private static partial Regex Table();

    [GeneratedRegex("^ *\"(?<name>[A-Za-z]+)=", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1_000)]
    private static partial Regex Override();
}
