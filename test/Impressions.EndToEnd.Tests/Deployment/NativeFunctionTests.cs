using System.Text.RegularExpressions;
using Impressions.EndToEnd.Tests.Support;

namespace Impressions.EndToEnd.Tests.Deployment;

/// <summary>The native function, made by the same Makefile.</summary>
[Collection(nameof(MakefileTests))]
public sealed class NativeFunctionTests
{
    /// <summary>One file, started by its name, as <c>provided.al2023</c> does it.</summary>
    [Fact]
    public async Task Bootstrap_UnderTheRuntimeApi_PassesTheCapturedCasesAndSpeaksTls()
    {
        Needs.NativeCompiler();

        var copy = Directory.CreateTempSubdirectory("impressions copy-").FullName;
        var folder = Directory.CreateTempSubdirectory("impressions made-").FullName;
        try
        {
            var make = await MadeFunction.MakeFromCopyAsync(
                copy,
                folder,
                "RUNTIME=provided.al2023",
                $"ARCHITECTURE={NativeCompiler.Architecture}",
                $"PUBLISH_FLAGS={NativeCompiler.PublishFlags}"
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
