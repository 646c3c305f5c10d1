using System.Text.Encodings.Web;
using System.Text.Json;

namespace Impressions.Core.Mapping;

/// <summary>Writes an interaction as an item of PutEvents' <c>eventList</c>.</summary>
static class InteractionJson
{
    /// <summary>The text never stands in HTML, so nothing is escaped beyond what JSON requires.</summary>
    public static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>Members without a value are left out.</summary>
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

    /// <summary>Epoch seconds with exactly three decimals; a decimal, since a double would round them.</summary>
    static decimal Seconds(long milliseconds) =>
        new(
            (int)Math.Abs(milliseconds),
            (int)(Math.Abs(milliseconds) >> 32),
            hi: 0,
            isNegative: milliseconds < 0,
            scale: 3
        );
}
