using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Impressions.Core;
using Impressions.Core.Delivery;

namespace Impressions;

/// <summary>
/// One JSON line an invocation, which CloudWatch reads as metrics too (embedded metric format), and one for each
/// thing that somebody must look at. Names, numbers and places only: no value from an event is ever written, but for the
/// bounded names of widgets where they are asked for.
/// </summary>
/// <param name="output">Standard output: Lambda takes each line as one log event.</param>
sealed class InvocationLog(Stream output, string functionName, TimeProvider time)
{
    /// <summary>CloudWatch's folder for the metrics.</summary>
    public const string MetricNamespace = "Impressions";

    /// <summary>The only dimension but for widgets, so that each metric is paid for once.</summary>
    public const string MetricDimension = "FunctionName";

    /// <summary>The name of a recommendation's element, where RECOMMENDATION_METRICS asks for it.</summary>
    public const string WidgetDimension = "Widget";

    /// <summary>The most lines of dead letters that an invocation logs; all are counted.</summary>
    const int MaxDeadLetterLines = 100;

    static readonly string[] OwnDimensions = [MetricDimension];
    static readonly string[] WidgetDimensions = [MetricDimension, WidgetDimension];

    static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    readonly ArrayBufferWriter<byte> _line = new();

    /// <summary>Without it Lambda's log format JSON does not take the level from a line.</summary>
    public static string Timestamp(DateTimeOffset now) =>
        now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>What became of an invocation.</summary>
    public void Write(string requestId, InvocationOutcome outcome, TimeSpan elapsed)
    {
        for (var i = 0; i < Math.Min(outcome.DeadLetters.Count, MaxDeadLetterLines); i++)
        {
            WriteDeadLetter(requestId, outcome, outcome.DeadLetters[i]);
        }

        WriteFailure("ERROR", CallPurpose.Interactions, outcome.Report.Misconfiguration, requestId);
        foreach (var (code, _) in outcome.Report.Failures)
        {
            WriteLine("WARN", CallAdvice.ForUnavailable(code), code, requestId);
        }

        WriteFailure("ERROR", CallPurpose.DeadLetters, outcome.Report.StoreFailure, requestId);
        WriteFailure("WARN", CallPurpose.ShownItems, outcome.Report.ShownItems.Failure, requestId);
        WriteFailure("WARN", CallPurpose.Clicks, outcome.Report.SharedClicks.Failure, requestId);
        WriteFailure("WARN", CallPurpose.Metadata, outcome.Report.Metadata.Failure, requestId);

        WriteSummary(requestId, outcome, elapsed);
        foreach (var (widget, counts) in outcome.Report.Widgets)
        {
            WriteWidget(requestId, widget, InvocationMetrics.Of(counts));
        }
    }

    void WriteWidget(string requestId, string widget, List<InvocationMetric> metrics)
    {
        using var json = StartLine("INFO", "recommendations", requestId);
        json.WriteString(MetricDimension, functionName);
        json.WriteString(WidgetDimension, widget);
        foreach (var metric in metrics)
        {
            json.WriteNumber(metric.Name, Math.Round(metric.Value, 3));
        }

        WriteMetricDirective(json, metrics, WidgetDimensions);
        EndLine(json);
    }

    void WriteDeadLetter(string requestId, InvocationOutcome outcome, DeadLetter deadLetter)
    {
        using var json = StartLine("ERROR", "dead letter", requestId);
        json.WriteString("reason"u8, Codes<DeadLetterReason>.Of(deadLetter.Reason));
        json.WriteString("sequenceNumber"u8, outcome.Records.SequenceNumber(deadLetter.Position.Record));
        json.WriteNumber("line"u8, deadLetter.Position.Line);
        EndLine(json);
    }

    /// <param name="code">Empty when nothing failed.</param>
    void WriteFailure(string level, CallPurpose purpose, string code, string requestId) =>
        WriteLine(level, code.Length == 0 ? null : CallAdvice.For(purpose, code), code, requestId);

    /// <param name="message">Null for no line.</param>
    void WriteLine(string level, string? message, string code, string requestId)
    {
        if (message is null)
        {
            return;
        }

        using var json = StartLine(level, message, requestId);
        json.WriteString("code"u8, code);
        EndLine(json);
    }

    void WriteSummary(string requestId, InvocationOutcome outcome, TimeSpan elapsed)
    {
        var metrics = InvocationMetrics.Of(outcome, elapsed);
        using var json = StartLine("INFO", "invocation", requestId);
        json.WriteString(MetricDimension, functionName);
        foreach (var metric in metrics)
        {
            json.WriteNumber(metric.Name, Math.Round(metric.Value, 3));
        }

        json.WriteStartObject("failures"u8);
        foreach (var (code, count) in outcome.Report.Failures)
        {
            json.WriteNumber(code, count);
        }

        json.WriteEndObject();
        WriteMetricDirective(json, metrics, OwnDimensions);
        EndLine(json);
    }

    /// <summary>Tells CloudWatch which members of the line are metrics.</summary>
    void WriteMetricDirective(Utf8JsonWriter json, List<InvocationMetric> metrics, string[] dimensions)
    {
        json.WriteStartObject("_aws"u8);
        json.WriteNumber("Timestamp"u8, time.GetUtcNow().ToUnixTimeMilliseconds());
        json.WriteStartArray("CloudWatchMetrics"u8);
        json.WriteStartObject();
        json.WriteString("Namespace"u8, MetricNamespace);
        json.WriteStartArray("Dimensions"u8);
        json.WriteStartArray();
        foreach (var dimension in dimensions)
        {
            json.WriteStringValue(dimension);
        }

        json.WriteEndArray();
        json.WriteEndArray();
        json.WriteStartArray("Metrics"u8);
        foreach (var metric in metrics)
        {
            json.WriteStartObject();
            json.WriteString("Name"u8, metric.Name);
            json.WriteString("Unit"u8, metric.Unit);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    Utf8JsonWriter StartLine(string level, string message, string requestId)
    {
        _line.ResetWrittenCount();
        var json = new Utf8JsonWriter(_line, Options);
        json.WriteStartObject();
        json.WriteString("timestamp"u8, Timestamp(time.GetUtcNow()));
        json.WriteString("level"u8, level);
        json.WriteString("message"u8, message);
        json.WriteString("requestId"u8, requestId);
        return json;
    }

    void EndLine(Utf8JsonWriter json)
    {
        json.WriteEndObject();
        json.Flush();
        _line.Write("\n"u8);
        output.Write(_line.WrittenSpan); // one write, so that no other line gets into this one
        output.Flush();
    }
}
