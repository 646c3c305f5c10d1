using System.Text.RegularExpressions;

namespace Impressions.Tests;

/// <summary>The native function, made by the same Makefile.</summary>
[Collection(nameof(MakefileTests))]
public sealed class NativeFunctionTests
{
    /// <summary>One file, started by its name, as <c>provided.al2023</c> does it.</summary>
    [NativeFact]
    public async Task Bootstrap_UnderTheRuntimeApi_PassesTheCapturedCasesAndSpeaksTls()
    {
        var copy = Directory.CreateTempSubdirectory("impressions copy-").FullName;
        var folder = Directory.CreateTempSubdirectory("impressions made-").FullName;
        try
        {
            var make = await MadeFunction.MakeFromCopyAsync(
                copy,
                folder,
                "RUNTIME=provided.al2023",
                $"ARCHITECTURE={NativeFactAttribute.Architecture}",
                $"PUBLISH_FLAGS={NativeFactAttribute.PublishFlags}"
            );

            Assert.True(make.ExitCode == 0, make.Output + make.Errors);
            Assert.DoesNotContain("warning", make.Output, StringComparison.Ordinal); // of what trimming would break
            Assert.Equal(["bootstrap"], Directory.GetFileSystemEntries(folder).Select(Path.GetFileName));
            Assert.Equal("2.34", await NewestGlibcAsync(Path.Combine(folder, "bootstrap"))); // Amazon Linux 2023's
            foreach (var cases in CapturedCases.Processes)
            {
                await CapturedCases.PassAsync(Path.Combine(folder, "bootstrap"), cases);
            }

            await FunctionConnectionTests.PassAsync(Path.Combine(folder, "bootstrap"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
            Directory.Delete(copy, recursive: true);
        }
    }

    /// <summary>The newest version of the C library that a symbol of the program asks for.</summary>
    static async Task<string> NewestGlibcAsync(string program)
    {
        var symbols = await Command.RunAsync("readelf", ["--version-info", program]);
        return Regex
            .Matches(symbols.Output, @"GLIBC_(?<version>[0-9.]+)", RegexOptions.NonBacktracking)
            .Select(match => Version.Parse(match.Groups["version"].Value))
            .Max()!
            .ToString();
    }
}

/// <summary>
/// A test that compiles native code. It takes minutes, a compiler, and the runtime pack of the target framework, so it runs
/// only where it is asked for.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
sealed class NativeFactAttribute : FactAttribute
{
    const string Variable = "IMPRESSIONS_NATIVE";

    public NativeFactAttribute() => Skip = Missing();

    /// <summary>The compiler makes code for this machine.</summary>
    public static string Architecture { get; } =
        System.Runtime.InteropServices.RuntimeInformation.OSArchitecture
        == System.Runtime.InteropServices.Architecture.Arm64
            ? "arm64"
            : "x86_64";

    /// <summary>What the variable says, unless it is just 1.</summary>
    public static string PublishFlags { get; } =
        Environment.GetEnvironmentVariable(Variable) is { Length: > 1 } flags ? flags : "";

    static string? Missing()
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Variable)))
        {
            return $"Takes minutes: set {Variable}=1, or to flags for dotnet publish such as \"-p:Tfm=net9.0 "
                + "-p:CheckEolTargetFramework=false\" where .NET 10's NativeAOT runtime pack cannot be restored";
        }

        var folders = Environment.GetEnvironmentVariable("PATH")?.Split(Path.PathSeparator) ?? [];
        return folders.Any(folder =>
            File.Exists(Path.Combine(folder, "clang")) || File.Exists(Path.Combine(folder, "gcc"))
        )
            ? Make.Missing()
            : "Needs clang or gcc on the path";
    }
}
