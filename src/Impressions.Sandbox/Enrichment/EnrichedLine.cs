using System.Text;
using System.Text.Json;
using Impressions.Core.Snowplow;

namespace Impressions.Sandbox.Enrichment;

/// <summary>Reads back what Enrich wrote.</summary>
static class EnrichedLine
{
    /// <summary>Null unless it has all its columns. JSON that cannot be read is left out.</summary>
    public static EnrichedTracking? Read(ReadOnlySpan<byte> line)
    {
        var columns = Encoding.UTF8.GetString(line).Split('\t');
        if (columns.Length != EnrichedEvent.ColumnCount)
        {
            return null;
        }

        var row = new EnrichedRow();
        foreach (var (name, value) in EnrichedColumns.Names.Zip(columns))
        {
            row[name] = value;
        }

        var entities = Data(row["contexts"]) is { ValueKind: JsonValueKind.Array } list
            ? list.EnumerateArray().Where(IsSelfDescribing).ToList()
            : [];
        JsonElement? self =
            Data(row["unstruct_event"]) is { } found && IsSelfDescribing(found) ? found : null;
        return new EnrichedTracking(row, self, entities, Problems: [], Unchecked: []);
    }

    static bool IsSelfDescribing(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object
        && json.TryGetProperty("schema", out var schema)
        && schema.ValueKind == JsonValueKind.String
        && json.TryGetProperty("data", out _);

    static JsonElement? Data(string wrapped)
    {
        try
        {
            return wrapped.Length == 0 ? null
                : JsonElement.Parse(wrapped) is { ValueKind: JsonValueKind.Object } json
                && json.TryGetProperty("data", out var data)
                    ? data
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
