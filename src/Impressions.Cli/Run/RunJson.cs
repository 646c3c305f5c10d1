using System.Text.Json;

namespace Impressions.Cli.Run;

/// <summary>The result of a run for machines: one JSON object.</summary>
static class RunJson
{
    public static void Write(RunResult result, Stream output)
    {
        using var json = ToolConsole.Json(output);
        json.WriteStartObject();
        json.WriteBoolean("failed"u8, result.HasFailure);
        json.WriteStartObject("metrics"u8);
        foreach (var (name, value) in result.Metrics.OrderBy(metric => metric.Key, StringComparer.Ordinal))
        {
            json.WriteNumber(name, value);
        }

        json.WriteEndObject();
        WriteInvocations(json, result);
        json.WriteStartArray("calls"u8);
        foreach (var call in result.Calls)
        {
            json.WriteStartObject();
            json.WriteNumber("status"u8, call.Status);
            json.WriteString("code"u8, call.ErrorCode);
            json.WritePropertyName("body"u8);
            json.WriteRawValue(call.Body.Span);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("deadLetters"u8);
        foreach (var row in result.DeadLetters)
        {
            json.WriteStartObject();
            json.WriteString("reason"u8, row.Reason);
            json.WriteString("errorCode"u8, row.ErrorCode);
            json.WriteString("sequenceNumber"u8, row.SequenceNumber);
            json.WriteNumber("line"u8, row.Line);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        ToolConsole.WriteTexts(json, "errors", result.Errors);
        json.WriteStartObject("timing"u8);
        json.WriteNumber("firstAnswerMilliseconds"u8, result.FirstAnswer.TotalMilliseconds);
        json.WriteNumber("medianMilliseconds"u8, result.DurationAt(0.5).TotalMilliseconds);
        json.WriteNumber("p99Milliseconds"u8, result.DurationAt(0.99).TotalMilliseconds);
        json.WriteNumber("warmMilliseconds"u8, result.Warm.TotalMilliseconds);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    static void WriteInvocations(Utf8JsonWriter json, RunResult result)
    {
        json.WriteStartArray("invocations"u8);
        foreach (var answer in result.Answers)
        {
            json.WriteStartObject();
            json.WriteNumber("milliseconds"u8, answer.Duration.TotalMilliseconds);
            if (answer.Error is { } error)
            {
                json.WriteString("error"u8, $"{error.Type}: {error.Message}");
            }
            else
            {
                json.WritePropertyName("answer"u8);
                json.WriteRawValue(answer.Response.Span);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
