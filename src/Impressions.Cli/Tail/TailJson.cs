using System.Text.Encodings.Web;
using System.Text.Json;
using Impressions.Core;
using Impressions.Core.Mapping;
using Impressions.Sandbox.View;

namespace Impressions.Cli.Tail;

/// <summary>One JSON object a line.</summary>
sealed class TailJson(bool showsValues) : TailOutput(showsValues)
{
    static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    readonly Stream _output = Console.OpenStandardOutput();

    public override void Write(TailedEvent tailed) => WriteLine(json => Write(json, tailed));

    public override void Write(TailSummary summary) => WriteLine(summary.WriteTo);

    void WriteLine(Action<Utf8JsonWriter> write)
    {
        using (var json = new Utf8JsonWriter(_output, Options))
        {
            write(json);
        }

        _output.Write("\n"u8);
        _output.Flush();
    }

    void Write(Utf8JsonWriter json, TailedEvent tailed)
    {
        var seen = tailed.Seen;
        json.WriteStartObject();
        json.WriteString("at"u8, seen.At);
        json.WriteString("record"u8, tailed.Record);
        json.WriteNumber("line"u8, tailed.Line);
        json.WriteString("event"u8, NameOf(seen));
        json.WriteString("fate"u8, FateOf(seen));
        if (seen.Reason.Length > 0)
        {
            json.WriteString("reason"u8, seen.Reason);
            json.WriteBoolean("intended"u8, seen.IsIntended);
        }

        if (seen.Rule != ClickedItemRule.None)
        {
            json.WriteString("clickedItemBy"u8, Codes<ClickedItemRule>.Of(seen.Rule));
        }

        ToolConsole.WriteTexts(json, "anomalies", seen.Anomalies.Select(Codes<Anomaly>.Of));
        WriteDiagnoses(json, seen);
        WriteInteractions(json, seen);
        json.WriteEndObject();
    }

    void WriteDiagnoses(Utf8JsonWriter json, SeenEvent seen)
    {
        json.WriteStartArray("diagnoses"u8);
        foreach (var diagnosis in seen.Diagnoses)
        {
            json.WriteStartObject();
            json.WriteString("kind"u8, Codes<DiagnosisKind>.Of(diagnosis.Kind));
            json.WriteString("title"u8, diagnosis.Title);
            json.WriteString("fix"u8, diagnosis.Fix);
            if (ShowsValues)
            {
                json.WriteString("explanation"u8, diagnosis.Explanation);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    void WriteInteractions(Utf8JsonWriter json, SeenEvent seen)
    {
        if (!ShowsValues)
        {
            ToolConsole.WriteTexts(json, "interactions", seen.Interactions.Select(sent => sent.EventType));
            return;
        }

        json.WriteString("eventId"u8, seen.Id);
        if (seen.Interactions is [var first, ..])
        {
            json.WriteString("userId"u8, first.UserId);
            json.WriteString("sessionId"u8, first.SessionId);
        }

        json.WriteStartArray("interactions"u8);
        foreach (var interaction in seen.Interactions)
        {
            InteractionJson.Write(json, interaction);
        }

        json.WriteEndArray();
    }
}
