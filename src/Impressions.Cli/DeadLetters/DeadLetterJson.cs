namespace Impressions.Cli.DeadLetters;

/// <summary>A listing for machines: one JSON object.</summary>
static class DeadLetterJson
{
    public static void Write(DeadLetterListing listing, Stream output)
    {
        using var json = ToolConsole.Json(output);
        json.WriteStartObject();
        json.WriteNumber("deadLetters"u8, listing.Count);
        json.WriteStartArray("reasons"u8);
        foreach (var ((reason, errorCode), group) in listing.Groups)
        {
            json.WriteStartObject();
            json.WriteString("reason"u8, reason);
            json.WriteString("errorCode"u8, errorCode);
            json.WriteNumber("deadLetters"u8, group.Count);
            json.WriteString("first"u8, group.First);
            json.WriteString("last"u8, group.Last);
            json.WriteStartArray("objects"u8);
            foreach (var name in group.Objects)
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
}
