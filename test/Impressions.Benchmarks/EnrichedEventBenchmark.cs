using System.Text;
using BenchmarkDotNet.Attributes;
using Impressions.Core.Snowplow;

namespace Impressions.Benchmarks;

/// <summary>Finding the columns of one enriched event (131 columns, about 2.3 kB).</summary>
[MemoryDiagnoser]
public class EnrichedEventBenchmark
{
    readonly int[] _ends = new int[EnrichedEvent.ColumnCount];
    byte[][] _lines = [];

    [GlobalSetup]
    public void Setup()
    {
        _lines = [.. Captured.Lines];
        Agreement.Expect(Split(), Columns());
    }

    /// <summary>The plain way: text, then an array of texts. Returns the length of the column that selection reads.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Captured.Records)]
    public int Split()
    {
        var length = 0;
        foreach (var line in _lines)
        {
            length += Encoding.UTF8.GetString(line).Split('\t')[(int)EnrichedColumn.EventName].Length;
        }

        return length;
    }

    [Benchmark(OperationsPerInvoke = Captured.Records)]
    public int Columns()
    {
        var length = 0;
        foreach (var line in _lines)
        {
            if (EnrichedEvent.TryParse(line, _ends, out var enriched))
            {
                length += enriched[EnrichedColumn.EventName].Length;
            }
        }

        return length;
    }
}
