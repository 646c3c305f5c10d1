using System.Buffers.Text;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Impressions.Core;
using Impressions.Core.Batching;
using Impressions.Core.Kinesis;
using Impressions.Core.Mapping;
using Impressions.Core.Snowplow;

namespace Impressions.Benchmarks;

/// <summary>
/// One invocation's payload of 100 records, to ever greater depth: each method does all that the one before it does.
/// </summary>
[MemoryDiagnoser]
public class PipelineBenchmark
{
    readonly int[] _ends = new int[EnrichedEvent.ColumnCount];
    readonly byte[] _payload = Captured.Payload;
    readonly byte[] _buffer = new byte[KinesisPayloadReader.BufferLength(Captured.Payload.Length)];
    readonly Pipeline _selectsNothing = new(Captured.Options((Settings.EventSelection.Name, "^nothing$")));
    readonly Pipeline _pipeline = new(Captured.Options());

    /// <summary>Every setting that is off by default.</summary>
    readonly Pipeline _withEverything = new(
        Captured.Options(
            (Settings.SessionIdentity.Name, "on"),
            (Settings.ImpressionEventType.Name, "Impression"),
            (Settings.EventValues.Name, "revenue"),
            (Settings.AttributionSource.Name, "element_name"),
            (Settings.Properties.Name, "device=dvce_type,width=br_viewwidth,category=product.category"),
            (Settings.MediaItem.Name, "media_player.label"),
            (Settings.ImpressionStore.Name, "memory"),
            (Settings.AttributeConversions.Name, "memory"),
            (Settings.ItemsDatasetArn.Name, "arn:aws:personalize:us-east-1:123456789012:dataset/shop/ITEMS"),
            (Settings.ItemMetadata.Name, "category=product.category,price=product.price")
        )
    );

    [GlobalSetup]
    public void Setup()
    {
        Agreement.Expect(Captured.LineBytes, Floor());
        Agreement.Expect(Captured.LineBytes, Read());
        Agreement.Expect(Captured.Records, Columns());
        Agreement.Expect(Captured.Records, Select());
        var report = _pipeline.Plan(_payload).Outcome.Report;
        Agreement.Expect(report.Interactions, Plan());
        Agreement.Expect(true, PlanWithEverything() > report.Interactions);
        Agreement.Expect(true, report.Selected > Captured.Records / 2 && report.Interactions > 0);
        Agreement.Expect(true, Write() > 100 * report.Interactions);
    }

    /// <summary>What no reader can save: one pass over the JSON and the base64 of its data.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Captured.Records)]
    public int Floor()
    {
        var bytes = 0;
        var json = new Utf8JsonReader(_payload);
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

    /// <summary>Every record: its data, its sequence number, its arrival.</summary>
    [Benchmark(OperationsPerInvoke = Captured.Records)]
    public int Read()
    {
        var bytes = 0;
        var records = new KinesisPayloadReader(_payload, _buffer);
        while (records.TryRead(out var record))
        {
            bytes += record.Data.Length;
        }

        return bytes;
    }

    /// <summary>Every event and where its columns are.</summary>
    [Benchmark(OperationsPerInvoke = Captured.Records)]
    public int Columns()
    {
        var events = 0;
        var records = new KinesisPayloadReader(_payload, _buffer);
        while (records.TryRead(out var record))
        {
            var lines = new EventLines(record.Data);
            while (lines.TryRead(out var line))
            {
                events += EnrichedEvent.TryParse(line, _ends, out _) ? 1 : 0;
            }
        }

        return events;
    }

    /// <summary>The whole pipeline for a payload of which nothing is selected: what most records cost.</summary>
    [Benchmark(OperationsPerInvoke = Captured.Records)]
    public int Select() => _selectsNothing.Plan(_payload).Outcome.Report.Of(SkipReason.NotSelected);

    /// <summary>The same payload with the default selection, which takes most of these events.</summary>
    [Benchmark(OperationsPerInvoke = Captured.Records)]
    public int Plan() => _pipeline.Plan(_payload).Outcome.Report.Interactions;

    /// <summary>The same with every setting on that is off by default.</summary>
    [Benchmark(OperationsPerInvoke = Captured.Records)]
    public int PlanWithEverything() => _withEverything.Plan(_payload).Outcome.Report.Interactions;

    /// <summary>And the bodies of the calls, by default.</summary>
    [Benchmark(OperationsPerInvoke = Captured.Records)]
    public int Write()
    {
        var bytes = 0;
        foreach (var session in _pipeline.Plan(_payload).Plan.Sessions)
        {
            foreach (var batch in session)
            {
                bytes += PutEventsJson.Write(batch, "11111111-2222-3333-4444-555555555555").Length;
            }
        }

        return bytes;
    }
}
