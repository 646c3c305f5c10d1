using System.Buffers;
using System.Text.Json;
using Impressions.Core.Mapping;

namespace Impressions.Core.Batching;

/// <summary>What one PutUsers or PutItems call carries.</summary>
/// <param name="Entries">At most ten, each id once.</param>
sealed record MetadataCall(Dataset Dataset, IReadOnlyList<Metadata> Entries)
{
    /// <summary>The body of the call.</summary>
    public ReadOnlyMemory<byte> Write(string datasetArn)
    {
        var (list, id) = Dataset == Dataset.Users ? ("users", "userId") : ("items", "itemId");
        var body = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(body, InteractionJson.Options);
        json.WriteStartObject();
        json.WriteString("datasetArn"u8, datasetArn);
        json.WriteStartArray(list);
        foreach (var entry in Entries)
        {
            json.WriteStartObject();
            json.WriteString(id, entry.Id);
            json.WriteString("properties"u8, entry.Properties);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return body.WrittenMemory;
    }
}
