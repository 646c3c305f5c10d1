using System.Xml.Linq;
using Impressions.Benchmarks.WholeFunction;

namespace Impressions.Edge.Tests.Benchmarks;

public sealed class BenchPictureTests
{
    [Fact]
    public void Draw_TwoPrograms_ALineEachFromTheDearestAtTheTop()
    {
        var picture = XDocument.Parse(
            BenchPicture.Draw([
                Run(10, ("/a/one<", 100), ("/a/two", 50)),
                Run(1_000, ("/a/one<", 25), ("/a/two", 0)),
            ])
        );

        var lines = Elements(picture, "polyline").Select(line => line.Attribute("points")!.Value);
        Assert.Equal(["226,30 393,210", "226,150 393,270"], lines);
        var texts = Elements(picture, "text").Select(text => text.Value).ToList();
        Assert.Contains("one<", texts);
        Assert.Contains("1,000", texts);
    }

    static IEnumerable<XElement> Elements(XDocument picture, string name) =>
        picture.Descendants().Where(element => element.Name.LocalName == name);

    static BenchResults Run(int batchSize, params (string Program, int CpuMilliseconds)[] programs) =>
        new(
            new BenchOptions([], 1, batchSize, 30, 1, TimeSpan.Zero, 512),
            [.. programs.Select(program => Result(program.Program, program.CpuMilliseconds))],
            Interactions: 0,
            BytesPerRecord: 0
        );

    /// <summary>Of 1,000 records.</summary>
    static BenchResult Result(string program, int cpuMilliseconds) =>
        new()
        {
            Program = program,
            FirstAnswers = [],
            Durations = [],
            Records = 1_000,
            Calls = 0,
            Interactions = 0,
            Cpu = TimeSpan.FromMilliseconds(cpuMilliseconds),
            WarmResidentBytes = 0,
            ResidentBytes = [],
            PeakResidentBytes = 0,
        };
}
