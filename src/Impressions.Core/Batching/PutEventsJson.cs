using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Impressions;

/// <summary>
/// Writes the body of a PutEvents call. Members without a value are left out: the service takes no empty user.
/// </summary>
static class PutEventsJson
{
    /// <summary>The body is no HTML: escaping more than JSON asks for would only make it longer.</summary>
    public static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>Each thread's own, so that a body allocates its bytes and no more.</summary>
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
            Write(json, interaction);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return body.WrittenSpan.ToArray();
    }

    /// <summary>One item of <c>eventList</c>.</summary>
    public static void Write(Utf8JsonWriter json, Interaction interaction)
    {
        json.WriteStartObject();
        json.WriteString("eventId"u8, interaction.EventId);
        json.WriteString("eventType"u8, interaction.EventType);
        json.WriteNumber("sentAt"u8, Seconds(interaction.SentAtMilliseconds));
        json.WriteString("itemId"u8, interaction.ItemId);
        if (interaction.EventValue is { } value)
        {
            json.WriteNumber("eventValue"u8, value);
        }

        if (interaction.Impression is not null)
        {
            json.WriteStartArray("impression"u8);
            foreach (var itemId in interaction.Impression)
            {
                json.WriteStringValue(itemId);
            }

            json.WriteEndArray();
        }

        if (interaction.RecommendationId is not null)
        {
            json.WriteString("recommendationId"u8, interaction.RecommendationId);
        }

        if (interaction.Properties is not null)
        {
            json.WriteString("properties"u8, interaction.Properties);
        }

        if (interaction.AttributionSource is not null)
        {
            json.WriteStartObject("metricAttribution"u8);
            json.WriteString("eventAttributionSource"u8, interaction.AttributionSource);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <summary>Epoch seconds with exactly three decimals: a decimal keeps what a double would round.</summary>
    static decimal Seconds(long milliseconds) =>
        new(
            (int)Math.Abs(milliseconds),
            (int)(Math.Abs(milliseconds) >> 32),
            hi: 0,
            isNegative: milliseconds < 0,
            scale: 3
        );

#pragma warning disable CA1001 // lives as long as its thread
    sealed class Scratch
#pragma warning restore CA1001
    {
        readonly ArrayBufferWriter<byte> _body = new();
        readonly Utf8JsonWriter _json;

        public Scratch() => _json = new Utf8JsonWriter(_body, Options);

        public void Deconstruct(out ArrayBufferWriter<byte> body, out Utf8JsonWriter json) =>
            (body, json) = (_body, _json);
    }
}
