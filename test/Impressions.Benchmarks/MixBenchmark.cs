using System.Buffers.Text;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Impressions.Core;
using Impressions.Core.Kinesis;

namespace Impressions.Benchmarks;

/// <summary>
/// From the payload to the planned calls, for a shop's load in invocations of 100, 1,000 and 10,000 records: what a record
/// costs must not grow with them.
/// </summary>
[MemoryDiagnoser]
public class MixBenchmark
{
    readonly byte[] _hundred = Mix.Payload(100);
    readonly byte[] _thousand = Mix.Payload(1_000);
    readonly byte[] _tenThousand = Mix.Payload(10_000);
    readonly Pipeline _pipeline = new(Captured.Options());
    byte[] _buffer = [];

    [GlobalSetup]
    public void Setup()
    {
        _buffer = new byte[KinesisPayloadReader.BufferLength(_tenThousand.Length)];
        Agreement.Expect(30, _pipeline.Plan(_hundred).Outcome.Report.Selected);
        Agreement.Expect(3_000, _pipeline.Plan(_tenThousand).Outcome.Report.Selected);
        Agreement.Expect(true, Plan() >= 30);
    }

    /// <summary>As in <see cref="PipelineBenchmark"/>: reading the JSON and decoding its base64.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = 100)]
    public int Floor()
    {
        var bytes = 0;
        var json = new Utf8JsonReader(_hundred);
        while (json.Read())
        {
            if (json.TokenType == JsonTokenType.PropertyName && json.ValueTextEquals("data"u8) && json.Read())
            {
                _ = Base64.DecodeFromUtf8(json.ValueSpan, _buffer, out _, out var written);
                bytes += written;
            }
        }

        return bytes;
    }

    [Benchmark(OperationsPerInvoke = 100)]
    public int Plan() => _pipeline.Plan(_hundred).Outcome.Report.Interactions;

    [Benchmark(OperationsPerInvoke = 1_000)]
    public int Plan1000() => _pipeline.Plan(_thousand).Outcome.Report.Interactions;

    [Benchmark(OperationsPerInvoke = 10_000)]
    public int Plan10000() => _pipeline.Plan(_tenThousand).Outcome.Report.Interactions;
}
