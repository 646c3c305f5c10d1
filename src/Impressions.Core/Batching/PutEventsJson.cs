using System.Buffers;
using System.Text.Json;
using Impressions.Core.Mapping;

namespace Impressions.Core.Batching;

/// <summary>
/// Writes the body of a PutEvents call. Members without a value are left out: the service does not accept an empty user.
/// </summary>
static class PutEventsJson
{
    /// <summary>Reused by each thread, so that a call allocates its body alone.</summary>
    [ThreadStatic]
    static Scratch? _scratch;

    public static ReadOnlyMemory<byte> Write(Batch batch, string trackingId)
    {
        var (body, json) = _scratch ??= new Scratch();
        body.ResetWrittenCount();
        json.Reset(body);
        json.WriteStartObject();
        json.WriteString("trackingId"u8, trackingId);
        if (batch.UserId is not null)
        {
            json.WriteString("userId"u8, batch.UserId);
        }

        json.WriteString("sessionId"u8, batch.SessionId);
        json.WriteStartArray("eventList"u8);
        foreach (var (interaction, _) in batch.Entries)
        {
            InteractionJson.Write(json, interaction);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return body.WrittenSpan.ToArray();
    }

#pragma warning disable CA1001 // lives as long as its thread
    sealed class Scratch
#pragma warning restore CA1001
    {
        readonly ArrayBufferWriter<byte> _body = new();
        readonly Utf8JsonWriter _json;

        public Scratch() => _json = new Utf8JsonWriter(_body, InteractionJson.Options);

        public void Deconstruct(out ArrayBufferWriter<byte> body, out Utf8JsonWriter json) =>
            (body, json) = (_body, _json);
    }
}
