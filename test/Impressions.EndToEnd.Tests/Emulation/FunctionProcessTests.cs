using Impressions.Emulation.Lambda;
using Impressions.EndToEnd.Tests.Support;

namespace Impressions.EndToEnd.Tests.Emulation;

public sealed class FunctionProcessTests : IDisposable
{
    readonly ScriptFolder _scripts = new();

    public void Dispose() => _scripts.Dispose();

    [Fact]
    public async Task Start_Script_LinesAndExitCodeAreSeen()
    {
        await using var process = Start("echo one; echo two; echo oops >&2; echo >&2; exit 3");

        Assert.Equal(3, await process.Exited);
        Assert.Equal(["one", "two"], await process.Output.ReadAllAsync().ToListAsync());
        Assert.Equal(["oops", ""], await process.Errors.ReadAllAsync().ToListAsync());
        Assert.Equal("oops", process.LastErrorLine);
    }

    [Fact]
    public async Task Start_Environment_IsWhatWasPassedAndLittleElse()
    {
        await using var process = Start("env", ("PERSONALIZE_TRACKING_ID", "t"));

        var names = await process.Output.ReadAllAsync().Select(line => line.Split('=')[0]).ToListAsync();
        string[] shells = ["PWD", "SHLVL", "_", "OLDPWD"];

        Assert.Contains("PERSONALIZE_TRACKING_ID", names);
        Assert.Contains("PATH", names);
        Assert.DoesNotContain(
            names.Except(shells),
            name =>
                name is not ("PERSONALIZE_TRACKING_ID" or "PATH" or "HOME")
                && !name.StartsWith("DOTNET_", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Start_ManyLines_KeepsTheLast()
    {
        await using var process = Start("i=0; while [ $i -lt 2000 ]; do i=$((i+1)); echo $i; done");
        await process.Exited;

        var lines = await process.Output.ReadAllAsync().ToListAsync();

        Assert.Equal((1_000, "1001", "2000"), (lines.Count, lines[0], lines[^1]));
    }

    [Fact]
    public async Task Dispose_RunningWithChildren_EndsAll()
    {
        var process = Start("sleep 1000 & echo $!; wait");
        var childId = int.Parse(
            await process.Output.ReadAsync(),
            System.Globalization.CultureInfo.InvariantCulture
        );

        await process.DisposeAsync();

        Assert.NotEqual(0, await process.Exited);
        Assert.False(IsRunning(childId));
    }

    [Fact]
    public void Start_NoSuchFile_SaysSo()
    {
        var e = Assert.Throws<FunctionUnavailableException>(() =>
            FunctionProcess.Start("/no/such/function", new Dictionary<string, string>())
        );

        Assert.StartsWith("The function could not be started: ", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_Assembly_RunsInDotnet()
    {
        await using var process = FunctionProcess.Start(
            "/no/such/function.dll",
            new Dictionary<string, string>()
        );

        Assert.NotEqual(0, await process.Exited);
        Assert.Contains(
            "/no/such/function.dll",
            string.Concat(
                await process.Errors.ReadAllAsync().Concat(process.Output.ReadAllAsync()).ToListAsync()
            )
        );
    }

    FunctionProcess Start(string script, params (string Name, string Value)[] environment) =>
        FunctionProcess.Start(
            _scripts.Add("#!/bin/sh", script),
            environment.ToDictionary(e => e.Name, e => e.Value)
        );

    /// <summary>A child whose parent is gone may stay as a zombie until somebody collects it.</summary>
    static bool IsRunning(int processId)
    {
        var status = $"/proc/{processId}/status";
        return File.Exists(status)
            && !File.ReadAllText(status).Contains("State:\tZ", StringComparison.Ordinal);
    }
}
