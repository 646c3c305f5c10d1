namespace Impressions.EndToEnd.Tests.Support;

/// <summary>
/// What some tests need of the machine: called first, it skips the test where that is missing. Which tests may be
/// skipped where is decided by <c>.ci/run</c>.
/// </summary>
static class Needs
{
    public static void Node() => Require(NodeJs.Missing());

    /// <summary>The official JavaScript SDK, and the other packages installed with it.</summary>
    public static void JavaScriptSdk() => Require(NodeJs.Missing() ?? NodeJs.MissingSdk());

    public static void Browser() => Require(Support.Browser.Missing());

    public static void Make() => Require(Programs.Missing("make"));

    /// <summary>A Python program that has SAM's own transform.</summary>
    public static void CfnLint() => Require(Programs.Missing("cfn-lint"));

    public static void NativeCompiler() => Require(Support.NativeCompiler.Missing());

    /// <summary>Prints the reason as well: <c>dotnet test</c> shows only that a test was skipped.</summary>
    static void Require(string? missing)
    {
        if (missing is not null)
        {
            TestContext.Current.SendDiagnosticMessage(
                "{0}: {1}",
                TestContext.Current.Test?.TestDisplayName ?? "",
                missing
            );
            Assert.Skip(missing);
        }
    }
}
