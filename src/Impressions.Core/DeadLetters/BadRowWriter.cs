using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using Impressions.Core.Mapping;

namespace Impressions.Core.DeadLetters;

/// <summary>Writes dead letters as bad rows, one a line of JSON.</summary>
sealed class BadRowWriter
{
    const string Refusal = "api";
    const string Unreadable = "transformation";

    /// <summary>
    /// Longest payload written as text (bytes): escaped it may be six times as long, and the framework's writer sets all of that
    /// aside. As base64 a payload grows by a third.
    /// </summary>
    const int MaxTextBytes = 256 << 10;

    readonly ArrayBufferWriter<byte> _rows = new();
    readonly ArrayBufferWriter<byte> _state = new();

    /// <summary>The rows so far, each with its newline.</summary>
    public ReadOnlyMemory<byte> Written => _rows.WrittenMemory;

    public void Write(DeadLetterRow row)
    {
        var isText = row.Payload.Length <= MaxTextBytes && Utf8.IsValid(row.Payload.Span);
        using (var json = new Utf8JsonWriter(_rows, InteractionJson.Options))
        {
            json.WriteStartObject();
            json.WriteString("schema"u8, BadRow.Schema);
            json.WriteStartObject("data"u8);
            json.WriteStartObject("processor"u8);
            json.WriteString("artifact"u8, BadRow.Artifact);
            json.WriteString("version"u8, BadRow.Version);
            json.WriteEndObject();
            WriteFailure(json, row, isText ? BadRow.Text : BadRow.Base64);
            if (isText)
            {
                json.WriteString("payload"u8, row.Payload.Span);
            }
            else
            {
                json.WriteBase64String("payload"u8, row.Payload.Span);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        _rows.Write("\n"u8);
    }

    void WriteFailure(Utf8JsonWriter json, DeadLetterRow row, string encoding)
    {
        json.WriteStartObject("failure"u8);
        json.WriteString("timestamp"u8, Time(row.FailedAt));
        json.WriteString("errorType"u8, row.Refused.IsEmpty ? Unreadable : Refusal);
        json.WriteString("errorMessage"u8, $"{row.Reason}: {DeadLetterReasons.Explain(row.Reason)}");
        json.WriteString("errorCode"u8, row.ErrorCode);
        json.WriteString("latestState"u8, State(row, encoding));
        json.WriteEndObject();
    }

    ReadOnlySpan<byte> State(DeadLetterRow row, string encoding)
    {
        _state.ResetWrittenCount();
        using var json = new Utf8JsonWriter(_state, InteractionJson.Options);
        json.WriteStartObject();
        json.WriteString("reason"u8, row.Reason);
        json.WriteString("shardId"u8, row.ShardId);
        json.WriteString("sequenceNumber"u8, row.SequenceNumber);
        json.WriteNumber("line"u8, row.Line);
        json.WriteString("arrivedAt"u8, Time(row.ArrivedAt));
        json.WriteString("requestId"u8, row.RequestId);
        json.WriteString("holds"u8, Codes<DeadLetterContent>.Of(row.Content));
        json.WriteString("encoding"u8, encoding);
        if (!row.Refused.IsEmpty)
        {
            json.WritePropertyName("interaction"u8);
            json.WriteRawValue(row.Refused.Span, skipInputValidation: true);
        }

        json.WriteEndObject();
        json.Flush();
        return _state.WrittenSpan;
    }

    static string Time(DateTimeOffset time) =>
        time.ToUniversalTime().ToString(BadRow.TimeFormat, CultureInfo.InvariantCulture);
}
