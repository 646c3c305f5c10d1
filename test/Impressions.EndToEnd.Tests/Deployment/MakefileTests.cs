using System.Reflection.PortableExecutable;
using Impressions.Core.Tests.Support;
using Impressions.EndToEnd.Tests.Support;

namespace Impressions.EndToEnd.Tests.Deployment;

/// <summary>
/// What <c>sam build</c> would deploy, made by the same Makefile. After the other tests: it keeps every core busy.
/// </summary>
[CollectionDefinition(nameof(MakefileTests), DisableParallelization = true)]
[Collection(nameof(MakefileTests))]
public sealed class MakefileTests(MadeFunction made) : IClassFixture<MadeFunction>
{
    [Fact]
    public void Build_PutsTheFunctionAndNothingElseIntoTheFolder()
    {
        Needs.Make();

        Assert.Equal(
            [
                "AWSSDK.Core.dll",
                "AWSSDK.DynamoDBv2.dll",
                "AWSSDK.Extensions.Numerics.dll", // a part of AWSSDK.Core
                "AWSSDK.S3.dll",
                "Impressions.Core.dll",
                "Impressions.Core.pdb",
                "Impressions.deps.json",
                "Impressions.dll",
                "Impressions.pdb",
                "Impressions.runtimeconfig.json",
                "System.IO.Hashing.dll",
            ],
            Directory
                .GetFileSystemEntries(made.Folder)
                .Select(path => Path.GetFileName(path)!)
                .Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [InlineData("Impressions.dll")]
    [InlineData("Impressions.Core.dll")]
    [InlineData("AWSSDK.Core.dll")]
    [InlineData("AWSSDK.DynamoDBv2.dll")]
    [InlineData("AWSSDK.Extensions.Numerics.dll")]
    [InlineData("AWSSDK.S3.dll")]
    [InlineData("System.IO.Hashing.dll")]
    public void Build_EveryAssembly_IsCompiledAheadOfTime(string name)
    {
        Needs.Make();

        using var assembly = new PEReader(File.OpenRead(Path.Combine(made.Folder, name)));

        Assert.NotEqual(0, assembly.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size);
    }

    /// <summary>Started as the managed runtime's own bootstrap does it: by <c>dotnet</c>, the file by the handler's name.</summary>
    [Fact]
    public async Task Function_UnderTheRuntimeApi_PassesTheCapturedCases()
    {
        Needs.Make();

        var function = Path.Combine(made.Folder, Template.HandlerOf(isClassLibrary: false) + ".dll");

        foreach (var cases in CapturedCases.Processes)
        {
            await CapturedCases.PassAsync(function, cases);
        }
    }

    [Fact]
    public async Task Function_OutsideLambda_SaysSoInOneSentenceAndExitsTwo()
    {
        Needs.Make();

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

    [Theory]
    [InlineData("x86_64", "--runtime linux-x64")]
    [InlineData("arm64", "--runtime linux-arm64")]
    public async Task Build_Architecture_ChoosesTheRuntime(string architecture, string expected)
    {
        Needs.Make();

        var make = await MadeFunction.MakeAsync("/unused", $"ARCHITECTURE={architecture}", "--dry-run");

        Assert.Equal(0, make.ExitCode);
        Assert.Contains(expected, make.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CODE=ready-to-run", "-p:PublishReadyToRun=true", "-p:PublishAot=true")]
    [InlineData("CODE=native", "-p:PublishAot=true", "-p:PublishReadyToRun=true")]
    [InlineData("RUNTIME=provided.al2023", "-p:PublishAot=true", "-p:PublishReadyToRun=true")]
    public async Task Build_Choice_CompilesThatKindOfCode(string choice, string expected, string other)
    {
        Needs.Make();

        var make = await MadeFunction.MakeAsync("/unused", choice, "--dry-run");

        Assert.Equal(0, make.ExitCode);
        Assert.Contains(expected, make.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(other, make.Output, StringComparison.Ordinal);
    }

    /// <summary>The managed runtime starts the program of the handler's name, the other one its bootstrap.</summary>
    [Theory]
    [InlineData("dotnet10", "Impressions")]
    [InlineData("provided.al2023", "bootstrap")]
    public async Task Build_Native_NamesTheProgramAsTheRuntimeStartsIt(string runtime, string expected)
    {
        Needs.Make();

        var make = await MadeFunction.MakeAsync("/unused", "CODE=native", $"RUNTIME={runtime}", "--dry-run");

        Assert.Equal("Impressions", Template.HandlerOf(isClassLibrary: false));
        Assert.Contains($" '/unused/{expected}'", make.Output, StringComparison.Ordinal);
    }

    /// <summary>By default native code where it can be compiled for Lambda, so that the build works everywhere.</summary>
    [Theory]
    [InlineData("Linux x86_64", "glibc 2.34", "gcc", "x86_64", true)] // Amazon Linux 2023, as in sam's build image
    [InlineData("Linux x86_64", "glibc 2.36", "clang", "x86_64", true)]
    [InlineData("Linux aarch64", "glibc 2.34", "clang", "arm64", true)]
    [InlineData("Linux x86_64", "glibc 2.39", "gcc", "x86_64", false)] // what is linked here does not start there
    [InlineData("Linux x86_64", "glibc 2.34", "cobc", "x86_64", false)] // not a C compiler
    [InlineData("Linux x86_64", "", "gcc", "x86_64", false)] // another C library
    [InlineData("Linux x86_64", "glibc 2.34", "gcc", "arm64", false)]
    [InlineData("Linux aarch64", "glibc 2.34", "gcc", "x86_64", false)]
    [InlineData("Darwin arm64", "", "clang", "arm64", false)]
    public async Task Build_WithoutChoice_IsNativeWhereThatCanBeCompiled(
        string machine,
        string library,
        string compiler,
        string architecture,
        bool isNative
    )
    {
        Needs.Make();

        var tools = Directory.CreateTempSubdirectory("impressions-").FullName;
        try
        {
            Script("uname", $"echo '{machine}'");
            Script("getconf", library.Length == 0 ? "exit 1" : $"echo '{library}'");
            Script(compiler, "exit 0");

            var make = await MadeFunction.MakeWithPathAsync(
                tools,
                $"ARCHITECTURE={architecture}",
                "--dry-run"
            );

            Assert.Equal((0, ""), (make.ExitCode, make.Errors));
            Assert.Equal(isNative, make.Output.Contains("-p:PublishAot=true", StringComparison.Ordinal));
            Assert.Equal(
                !isNative,
                make.Output.Contains("-p:PublishReadyToRun=true", StringComparison.Ordinal)
            );
        }
        finally
        {
            Directory.Delete(tools, recursive: true);
        }

        void Script(string name, string text)
        {
            var path = Path.Combine(tools, name);
            File.WriteAllText(path, $"#!/bin/sh\n{text}\n");
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            }
        }
    }

    /// <summary>Only x86_64 has these instructions.</summary>
    [Fact]
    public async Task Build_NativeForArm_AsksForNoInstructionsOfTheOther()
    {
        Needs.Make();

        var make = await MadeFunction.MakeAsync("/unused", "CODE=native", "ARCHITECTURE=arm64", "--dry-run");

        Assert.Contains("--runtime linux-arm64", make.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("IlcInstructionSet", make.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("executable", "/Impressions.csproj ", false)]
    [InlineData("class-library", "/Impressions.ClassLibrary.csproj ", true)]
    public async Task Build_Host_ChoosesTheProjectAndItsPackages(
        string host,
        string project,
        bool hasAwsPackages
    )
    {
        Needs.Make();

        var make = await MadeFunction.MakeAsync("/unused", $"HOST={host}", "--dry-run");

        Assert.Equal(0, make.ExitCode);
        Assert.Contains(project, make.Output, StringComparison.Ordinal);
        Assert.Equal(hasAwsPackages, make.Output.Contains("-p:AwsPackages=true", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ARCHITECTURE is x86: want x86_64 or arm64", "ARCHITECTURE=x86")]
    [InlineData("RUNTIME is dotnet8: want dotnet10 or provided.al2023", "CODE=native", "RUNTIME=dotnet8")]
    [InlineData("CODE is fast: want native or ready-to-run", "CODE=fast")]
    [InlineData("HOST is native: want executable or class-library", "HOST=native")]
    [InlineData("HOST is class-library: want CODE ready-to-run", "HOST=class-library", "CODE=native")]
    [InlineData(
        "HOST is class-library: want RUNTIME dotnet10",
        "HOST=class-library",
        "RUNTIME=provided.al2023"
    )]
    [InlineData(
        "RUNTIME is provided.al2023: want CODE native",
        "RUNTIME=provided.al2023",
        "CODE=ready-to-run"
    )]
    public async Task Build_ChoiceThatCannotBe_SaysWhichThereAre(string expected, params string[] choices)
    {
        Needs.Make();

        var make = await MadeFunction.MakeAsync("/unused", [.. choices, "--dry-run"]);

        Assert.Equal(2, make.ExitCode);
        Assert.Contains(expected, make.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Build_WithoutFolder_SaysThatItIsMissing()
    {
        Needs.Make();

        var make = await MadeFunction.MakeAsync("");

        Assert.Equal(2, make.ExitCode);
        Assert.Contains("ARTIFACTS_DIR is not set", make.Errors, StringComparison.Ordinal);
    }
}

/// <summary>
/// The function, made once for all tests: as <c>sam build --use-container</c> does it, from a copy of the folder that the
/// template names and nothing else, in a path with a space.
/// </summary>
public sealed class MadeFunction : IAsyncLifetime
{
    readonly string _copy = Directory.CreateTempSubdirectory("impressions copy-").FullName;

    /// <summary>What sam calls ARTIFACTS_DIR.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("impressions made-").FullName;

    public async ValueTask InitializeAsync()
    {
        if (Programs.Missing("make") is null)
        {
            Assert.Contains(' ', Folder);
            var make = await MakeFromCopyAsync(_copy, Folder, "CODE=ready-to-run");
            Assert.True(make.ExitCode == 0, make.Output + make.Errors);
        }
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        Directory.Delete(_copy, recursive: true);
        return ValueTask.CompletedTask;
    }

    static string Source => Repository.PathTo(Template.FunctionProperties.Text("CodeUri"));

    internal static Task<Command> MakeAsync(string folder, params string[] choices) =>
        RunAsync(Source, folder, choices);

    /// <param name="path">Where commands are looked for, in place of <c>PATH</c>.</param>
    internal static Task<Command> MakeWithPathAsync(string path, params string[] choices) =>
        RunAsync(Source, "/unused", choices, ("PATH", path));

    /// <param name="copy">An empty folder.</param>
    internal static Task<Command> MakeFromCopyAsync(string copy, string folder, params string[] choices)
    {
        Copy(new DirectoryInfo(Source), copy);
        return RunAsync(copy, folder, choices);
    }

    static Task<Command> RunAsync(
        string source,
        string folder,
        string[] choices,
        params (string Name, string? Value)[] environment
    ) =>
        Command.RunAsync(
            "make",
            ["--directory", source, $"build-{Template.LogicalId}", $"ARTIFACTS_DIR={folder}", .. choices],
            [
                // Build servers would outlive make and keep its output open.
                ("MSBUILDDISABLENODEREUSE", "1"),
                ("UseSharedCompilation", "false"),
                .. environment,
            ]
        );

    static void Copy(DirectoryInfo from, string to)
    {
        _ = Directory.CreateDirectory(to);
        foreach (var file in from.EnumerateFiles())
        {
            _ = file.CopyTo(Path.Combine(to, file.Name));
        }

        foreach (
            var folder in from.EnumerateDirectories()
                .Where(folder => folder.Name is not ("bin" or "obj" or "node_modules"))
        )
        {
            Copy(folder, Path.Combine(to, folder.Name));
        }
    }
}
