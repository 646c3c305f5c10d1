using Impressions.Cli;

namespace Impressions.Benchmarks.WholeFunction;

/// <summary>What was measured, for machines: one JSON object.</summary>
static class BenchJson
{
    public static void Write(BenchResults results, Stream output)
    {
        using var json = ToolConsole.Json(output);
        json.WriteStartObject();
        json.WriteBoolean("complete"u8, results.AreComplete);
        json.WriteNumber("batches"u8, results.Options.Batches);
        json.WriteNumber("batchSize"u8, results.Options.BatchSize);
        json.WriteNumber("selectedPercent"u8, results.Options.SelectedPercent);
        json.WriteNumber("latencyMilliseconds"u8, results.Options.Latency.TotalMilliseconds);
        json.WriteNumber("bytesPerRecord"u8, results.BytesPerRecord);
        json.WriteNumber("interactions"u8, results.Interactions);
        json.WriteStartArray("programs"u8);
        foreach (var program in results.Programs)
        {
            json.WriteStartObject();
            json.WriteString("program"u8, program.Program);
            json.WriteStartArray("firstAnswerMilliseconds"u8);
            foreach (var firstAnswer in program.FirstAnswers)
            {
                json.WriteNumberValue(firstAnswer.TotalMilliseconds);
            }

            json.WriteEndArray();
            json.WriteNumber("medianMilliseconds"u8, program.Median.TotalMilliseconds);
            json.WriteNumber("p99Milliseconds"u8, program.Percentile99.TotalMilliseconds);
            json.WriteNumber("recordsPerSecond"u8, program.RecordsPerSecond);
            json.WriteNumber(
                "cpuMillisecondsPer1000Records"u8,
                program.CpuPerThousandRecords.TotalMilliseconds
            );
            json.WriteNumber("warmResidentBytes"u8, program.WarmResidentBytes);
            json.WriteStartArray("residentBytes"u8);
            foreach (var bytes in program.ResidentBytes)
            {
                json.WriteNumberValue(bytes);
            }

            json.WriteEndArray();
            json.WriteNumber("peakResidentBytes"u8, program.PeakResidentBytes);
            json.WriteNumber("calls"u8, program.Calls);
            json.WriteNumber("interactions"u8, program.Interactions);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
