using System.Text.Json;
using Impressions.EndToEnd.Tests.Support;

namespace Impressions.EndToEnd.Tests;

/// <summary>The whole function measured, as its users start it.</summary>
public sealed class BenchCommandTests
{
    [Fact]
    public async Task Function_TwoPrograms_MeasuresBothWithTheSameLoad()
    {
        var (exitCode, output, _) = await Command.RunAsync(
            Built.Benchmarks,
            [
                "function",
                .. (string[])["--batches", "20", "--batch", "100", "--spawns", "1"],
                .. (string[])["--bootstrap", Built.Function, "--json"],
            ]
        );

        using var json = JsonDocument.Parse(output);
        Assert.Equal(0, exitCode);
        Assert.True(json.RootElement.GetProperty("complete").GetBoolean());
        var interactions = json.RootElement.GetProperty("interactions").GetInt32();
        Assert.InRange(interactions, 20 * 30, 20 * 60);
        var programs = json.RootElement.GetProperty("programs").EnumerateArray().ToList();
        Assert.Equal(2, programs.Count);
        foreach (var program in programs)
        {
            Assert.Equal(interactions, program.GetProperty("interactions").GetInt32());
            Assert.Single(program.GetProperty("firstAnswerMilliseconds").EnumerateArray());
            Assert.True(program.GetProperty("cpuMillisecondsPer1000Records").GetDouble() > 0);
            var peak = program.GetProperty("peakResidentBytes").GetInt64();
            var memory = program.GetProperty("residentBytes").EnumerateArray().ToList();
            Assert.Equal(10, memory.Count);
            Assert.All(memory, bytes => Assert.InRange(bytes.GetInt64(), 10_000_000, peak));
        }
    }

    [Fact]
    public async Task Function_ProgramThatEnds_SaysWhich()
    {
        var (exitCode, _, errors) = await Command.RunAsync(
            Built.Benchmarks,
            ["function", "--spawns", "1", "--function", "/bin/false"]
        );

        Assert.Equal(2, exitCode);
        Assert.Contains("exited with code 1", errors, StringComparison.Ordinal);
    }
}
