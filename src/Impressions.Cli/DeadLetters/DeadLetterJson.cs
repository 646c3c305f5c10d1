using System.Text.Json;

namespace Impressions;

/// <summary>Listings and replays for machines: one JSON object.</summary>
static class DeadLetterJson
{
    public static void Write(DeadLetterListing listing, Stream output)
    {
        using var json = ToolConsole.Json(output);
        json.WriteStartObject();
        json.WriteNumber("deadLetters"u8, listing.Count);
        json.WriteStartArray("reasons"u8);
        foreach (var ((reason, errorCode), alike) in listing.Alike)
        {
            json.WriteStartObject();
            json.WriteString("reason"u8, reason);
            json.WriteString("errorCode"u8, errorCode);
            json.WriteNumber("deadLetters"u8, alike.Count);
            json.WriteString("first"u8, alike.First);
            json.WriteString("last"u8, alike.Last);
            json.WriteStartArray("objects"u8);
            foreach (var name in alike.Objects)
            {
                json.WriteStringValue(name);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("unreadable"u8);
        foreach (var (name, lineNumber) in listing.Unreadable)
        {
            json.WriteStartObject();
            json.WriteString("object"u8, name);
            json.WriteNumber("lineNumber"u8, lineNumber);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static void Write(ReplayResult result, Stream output)
    {
        using var json = ToolConsole.Json(output);
        json.WriteStartObject();
        json.WriteBoolean("failed"u8, result.HasFailure);
        json.WriteNumber("replayed"u8, result.Replayed);
        json.WriteNumber("accepted"u8, result.Accepted);
        json.WriteNumber("skipped"u8, result.Skipped);
        json.WriteNumber("stillFailing"u8, result.StillFailing);
        json.WriteNumber("copies"u8, result.Copies);
        json.WriteNumber("unreadable"u8, result.Unreadable);
        WriteCounts(json, "skipReasons", result.SkipReasons);
        WriteCounts(json, "failures", result.Failures);
        WriteCounts(json, "answers", result.Answers);
        json.WriteStartArray("errors"u8);
        foreach (var error in result.Errors)
        {
            json.WriteStringValue(error);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    static void WriteCounts(Utf8JsonWriter json, string name, SortedDictionary<string, int> counts)
    {
        json.WriteStartObject(name);
        foreach (var (code, count) in counts)
        {
            json.WriteNumber(code, count);
        }

        json.WriteEndObject();
    }
}
