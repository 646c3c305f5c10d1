using System.Text.Json;
using Impressions.Core;
using Impressions.Core.Mapping;
using Impressions.Sandbox.Enrichment;

namespace Impressions.Sandbox.View;

/// <summary>An event of the live view as JSON.</summary>
static class SeenEventJson
{
    /// <summary>Longest text shown of one value (characters).</summary>
    const int MaxShown = 10_000;

    public static void Write(Utf8JsonWriter json, SeenEvent seen)
    {
        json.WriteStartObject();
        json.WriteNumber("number"u8, seen.Number);
        json.WriteNumber("at"u8, seen.At.ToUnixTimeMilliseconds());
        json.WriteString("name"u8, seen.Name);
        json.WriteString("fate"u8, Codes<EventFate>.Of(seen.Fate));
        json.WriteString("reason"u8, seen.Reason);
        json.WriteBoolean("intended"u8, seen.IsIntended);
        json.WriteString("explanation"u8, seen.Explanation);
        if (seen.Rule != ClickedItemRule.None)
        {
            json.WriteString("rule"u8, Codes<ClickedItemRule>.Of(seen.Rule));
            json.WriteString("ruleExplanation"u8, FateText.Of(seen.Rule));
        }

        WriteDiagnoses(json, seen.Diagnoses);
        WriteInteractions(json, seen);
        WriteTexts(json, "anomalies", seen.Anomalies.Select(Codes<Anomaly>.Of));
        json.WriteStartArray("calls"u8);
        foreach (var number in seen.Calls)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
        WriteSource(json, seen);
        json.WriteEndObject();
    }

    static void WriteDiagnoses(Utf8JsonWriter json, IReadOnlyList<Diagnosis> diagnoses)
    {
        json.WriteStartArray("diagnoses"u8);
        foreach (var diagnosis in diagnoses)
        {
            json.WriteStartObject();
            json.WriteString("kind"u8, Codes<DiagnosisKind>.Of(diagnosis.Kind));
            json.WriteString("title"u8, diagnosis.Title);
            json.WriteString("explanation"u8, Shown(diagnosis.Explanation));
            json.WriteString("fix"u8, Shown(diagnosis.Fix));
            json.WriteBoolean("hint"u8, diagnosis.IsHint);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    static void WriteInteractions(Utf8JsonWriter json, SeenEvent seen)
    {
        json.WriteStartArray("interactions"u8);
        foreach (var interaction in seen.Interactions)
        {
            InteractionJson.Write(json, interaction);
        }

        json.WriteEndArray();
        if (seen.Interactions is [var first, ..])
        {
            json.WriteString("userId"u8, first.UserId);
            json.WriteString("sessionId"u8, first.SessionId);
            json.WriteBoolean("anonymous"u8, first.IsAnonymous);
        }
    }

    static void WriteSource(Utf8JsonWriter json, SeenEvent seen)
    {
        if (seen.Refused is { } refused)
        {
            json.WriteString("content"u8, refused.Content);
        }

        if (seen.Enriched is { } enriched)
        {
            json.WriteString("page"u8, Shown(enriched.Row["page_url"]));
            WriteTexts(json, "unchecked", enriched.Unchecked);
            WriteSelfDescribing(json, enriched);
            json.WriteStartObject("columns"u8);
            foreach (var (name, value) in enriched.Row.Filled)
            {
                json.WriteString(name, Shown(value));
            }

            json.WriteEndObject();
        }

        if (seen.Tracked is { } tracked)
        {
            json.WriteStartObject("parameters"u8);
            foreach (var (name, value) in tracked.Parameters)
            {
                json.WriteString(Shown(name), Shown(value));
            }

            json.WriteEndObject();
        }
    }

    static void WriteSelfDescribing(Utf8JsonWriter json, EnrichedTracking enriched)
    {
        if (enriched.Event is { } self)
        {
            json.WritePropertyName("event"u8);
            self.WriteTo(json);
        }

        json.WriteStartArray("entities"u8);
        foreach (var entity in enriched.Entities)
        {
            entity.WriteTo(json);
        }

        json.WriteEndArray();
    }

    static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    static string Shown(string text) => JsonTexts.Beginning(text, MaxShown);
}
