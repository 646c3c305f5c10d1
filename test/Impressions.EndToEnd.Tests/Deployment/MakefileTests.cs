using System.Reflection.PortableExecutable;

namespace Impressions.Tests;

/// <summary>
/// What <c>sam build</c> would deploy, made by the same Makefile. After the other tests: it keeps every core busy.
/// </summary>
[CollectionDefinition(nameof(MakefileTests), DisableParallelization = true)]
[Collection(nameof(MakefileTests))]
public sealed class MakefileTests(MadeFunction made) : IClassFixture<MadeFunction>
{
    [MakeFact]
    public void Build_PutsTheFunctionAndNothingElseIntoTheFolder() =>
        Assert.Equal(
            [
                "AWSSDK.Core.dll",
                "AWSSDK.DynamoDBv2.dll",
                "AWSSDK.S3.dll",
                "Impressions.Core.dll",
                "Impressions.Core.pdb",
                "Impressions.deps.json",
                "Impressions.dll",
                "Impressions.pdb",
                "Impressions.runtimeconfig.json",
            ],
            Directory
                .GetFileSystemEntries(made.Folder)
                .Select(path => Path.GetFileName(path)!)
                .Order(StringComparer.Ordinal)
        );

    [MakeTheory]
    [InlineData("Impressions.dll")]
    [InlineData("Impressions.Core.dll")]
    [InlineData("AWSSDK.Core.dll")]
    [InlineData("AWSSDK.DynamoDBv2.dll")]
    [InlineData("AWSSDK.S3.dll")]
    public void Build_EveryAssembly_IsCompiledAheadOfTime(string name)
    {
        using var assembly = new PEReader(File.OpenRead(Path.Combine(made.Folder, name)));

        Assert.NotEqual(0, assembly.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size);
    }

    /// <summary>Started as the managed runtime's own bootstrap does it: by <c>dotnet</c>, the file by the handler's name.</summary>
    [MakeFact]
    public async Task Function_UnderTheRuntimeApi_PassesTheCapturedCases()
    {
        var function = Path.Combine(made.Folder, Template.HandlerOf(isClassLibrary: false) + ".dll");

        foreach (var cases in CapturedCases.Processes)
        {
            await CapturedCases.PassAsync(function, cases);
        }
    }

    [MakeFact]
    public async Task Function_OutsideLambda_SaysSoInOneSentenceAndExitsTwo()
    {
        var function = await Command.RunAsync(
            "dotnet",
            ["exec", Path.Combine(made.Folder, Template.HandlerOf(isClassLibrary: false) + ".dll")],
            ("AWS_LAMBDA_RUNTIME_API", null)
        );

        Assert.Equal(2, function.ExitCode);
        Assert.Empty(function.Output);
        var line = Assert.Single(function.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("AWS_LAMBDA_RUNTIME_API is not set", line, StringComparison.Ordinal);
    }

    [MakeTheory]
    [InlineData("x86_64", "--runtime linux-x64")]
    [InlineData("arm64", "--runtime linux-arm64")]
    public async Task Build_Architecture_ChoosesTheRuntime(string architecture, string expected)
    {
        var make = await MadeFunction.MakeAsync("/unused", $"ARCHITECTURE={architecture}", "--dry-run");

        Assert.Equal(0, make.ExitCode);
        Assert.Contains(expected, make.Output, StringComparison.Ordinal);
    }

    [MakeTheory]
    [InlineData("dotnet10", "-p:PublishReadyToRun=true", "-p:PublishAot=true")]
    [InlineData("provided.al2023", "-p:PublishAot=true", "-p:PublishReadyToRun=true")]
    public async Task Build_Runtime_ChoosesTheKindOfCode(string runtime, string expected, string other)
    {
        var make = await MadeFunction.MakeAsync("/unused", $"RUNTIME={runtime}", "--dry-run");

        Assert.Equal(0, make.ExitCode);
        Assert.Contains(expected, make.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(other, make.Output, StringComparison.Ordinal);
    }

    /// <summary>Only x86_64 has these instructions.</summary>
    [MakeFact]
    public async Task Build_NativeForArm_AsksForNoInstructionsOfTheOther()
    {
        var make = await MadeFunction.MakeAsync(
            "/unused",
            "RUNTIME=provided.al2023",
            "ARCHITECTURE=arm64",
            "--dry-run"
        );

        Assert.Contains("--runtime linux-arm64", make.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("IlcInstructionSet", make.Output, StringComparison.Ordinal);
    }

    [MakeTheory]
    [InlineData("executable", "/Impressions.csproj'", false)]
    [InlineData("class-library", "/Impressions.ClassLibrary.csproj'", true)]
    public async Task Build_Host_ChoosesTheProjectAndItsPackages(
        string host,
        string project,
        bool hasAwsPackages
    )
    {
        var make = await MadeFunction.MakeAsync("/unused", $"HOST={host}", "--dry-run");

        Assert.Equal(0, make.ExitCode);
        Assert.Contains(project, make.Output, StringComparison.Ordinal);
        Assert.Equal(hasAwsPackages, make.Output.Contains("-p:AwsPackages=true", StringComparison.Ordinal));
    }

    [MakeTheory]
    [InlineData("HOST is native: want executable or class-library", "HOST=native")]
    [InlineData(
        "HOST is class-library: want RUNTIME dotnet10",
        "HOST=class-library",
        "RUNTIME=provided.al2023"
    )]
    public async Task Build_HostThatCannotBe_SaysWhichThereAre(string expected, params string[] choices)
    {
        var make = await MadeFunction.MakeAsync("/unused", [.. choices, "--dry-run"]);

        Assert.Equal(2, make.ExitCode);
        Assert.Contains(expected, make.Errors, StringComparison.Ordinal);
    }

    [MakeFact]
    public async Task Build_UnknownRuntime_SaysWhichThereAre()
    {
        var make = await MadeFunction.MakeAsync("/unused", "RUNTIME=dotnet8", "--dry-run");

        Assert.Equal(2, make.ExitCode);
        Assert.Contains(
            "RUNTIME is dotnet8: want dotnet10 or provided.al2023",
            make.Errors,
            StringComparison.Ordinal
        );
    }

    [MakeFact]
    public async Task Build_UnknownArchitecture_SaysWhichThereAre()
    {
        var make = await MadeFunction.MakeAsync("/unused", "ARCHITECTURE=x86", "--dry-run");

        Assert.Equal(2, make.ExitCode);
        Assert.Contains("ARCHITECTURE is x86: want x86_64 or arm64", make.Errors, StringComparison.Ordinal);
    }

    [MakeFact]
    public async Task Build_WithoutFolder_SaysThatItIsMissing()
    {
        var make = await MadeFunction.MakeAsync("");

        Assert.Equal(2, make.ExitCode);
        Assert.Contains("ARTIFACTS_DIR is not set", make.Errors, StringComparison.Ordinal);
    }
}

/// <summary>The function, made once for all tests.</summary>
public sealed class MadeFunction : IAsyncLifetime
{
    /// <summary>What sam calls ARTIFACTS_DIR.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("impressions-").FullName;

    public async Task InitializeAsync()
    {
        if (Make.Missing() is null)
        {
            var make = await MakeAsync(Folder);
            Assert.True(make.ExitCode == 0, make.Output + make.Errors);
        }
    }

    public Task DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return Task.CompletedTask;
    }

    internal static Task<Command> MakeAsync(string folder, params string[] arguments) =>
        Command.RunAsync(
            "make",
            [
                "--directory",
                Template.FunctionProperties.Text("CodeUri"),
                $"build-{Template.LogicalId}",
                $"ARTIFACTS_DIR={folder}",
                .. arguments,
            ],
            // Build servers would outlive make and keep its output open.
            ("MSBUILDDISABLENODEREUSE", "1"),
            ("UseSharedCompilation", "false")
        );
}

/// <summary>A test that runs make.</summary>
[AttributeUsage(AttributeTargets.Method)]
sealed class MakeFactAttribute : FactAttribute
{
    public MakeFactAttribute() => Skip = Make.Missing();
}

/// <inheritdoc cref="MakeFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
sealed class MakeTheoryAttribute : TheoryAttribute
{
    public MakeTheoryAttribute() => Skip = Make.Missing();
}

/// <summary>Whether make is there. With <c>CI=true</c> it does not count as missing: the tests fail instead.</summary>
static class Make
{
    public static string? Missing()
    {
        var folders = Environment.GetEnvironmentVariable("PATH")?.Split(Path.PathSeparator) ?? [];
        return
            Environment.GetEnvironmentVariable("CI") == "true"
            || Array.Exists(folders, folder => File.Exists(Path.Combine(folder, "make")))
            ? null
            : "Needs make on the path";
    }
}
