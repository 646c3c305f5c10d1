using System.Buffers;
using System.Text.Json;
using Impressions.Core.Personalize;

namespace Impressions.Core.Mapping;

/// <summary>Keeps an interaction under the service's limit for the JSON of one event.</summary>
static class EventSize
{
    /// <summary>Longest form of a UTF-16 unit in JSON, <c>\uXXXX</c> (bytes).</summary>
    const int MaxBytesPerUnit = 6;

    /// <summary>More than names, punctuation, time and value take in the event with the most items (bytes).</summary>
    const int MaxFrameBytes = 300;

    /// <summary>
    /// The interaction, without its impression where the longest kinds of ids would make it too large; Personalize
    /// then goes by the recommendation id. If that is not enough, without properties and source too: what is left fits.
    /// </summary>
    public static Interaction Fit(Interaction interaction, List<Anomaly> anomalies)
    {
        if (Fits(interaction))
        {
            return interaction;
        }

        if (interaction.Impression is not null)
        {
            anomalies.Add(Anomaly.ImpressionCut);
            interaction = interaction with { Impression = null };
        }

        if (interaction.Properties is not null && !Fits(interaction))
        {
            anomalies.Add(Anomaly.PropertiesCut);
            interaction = interaction with { Properties = null };
        }

        if (interaction.AttributionSource is not null && !Fits(interaction))
        {
            anomalies.Add(Anomaly.AttributionDropped);
            interaction = interaction with { AttributionSource = null };
        }

        return interaction;
    }

    static bool Fits(Interaction interaction) =>
        FitsAtAGlance(interaction) || Bytes(interaction) <= PersonalizeLimits.MaxEventBytes;

    /// <summary>True for almost all, by their lengths alone.</summary>
    static bool FitsAtAGlance(Interaction interaction)
    {
        var units =
            interaction.EventId.Length
            + interaction.EventType.Length
            + interaction.ItemId.Length
            + (interaction.RecommendationId?.Length ?? 0)
            + (interaction.AttributionSource?.Length ?? 0)
            + (interaction.Properties?.Length ?? 0);
        foreach (var itemId in interaction.Impression ?? [])
        {
            units += itemId.Length;
        }

        return (units * MaxBytesPerUnit) + MaxFrameBytes <= PersonalizeLimits.MaxEventBytes;
    }

    static int Bytes(Interaction interaction)
    {
        var written = new ArrayBufferWriter<byte>(PersonalizeLimits.MaxEventBytes);
        using var json = new Utf8JsonWriter(written, InteractionJson.Options);
        InteractionJson.Write(json, interaction);
        json.Flush();
        return written.WrittenCount;
    }
}
