using System.Text.Encodings.Web;
using System.Text.Json;
using Impressions.Core.Mapping;
using Impressions.Core.Personalize;

namespace Impressions.Core.Tests.Reference;

/// <summary>The service's limit for one event: where it is too large, its impression is left out.</summary>
static class ReferenceSize
{
    static readonly JsonSerializerOptions Relaxed = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Interaction Fit(Interaction interaction)
    {
        var members = new Dictionary<string, object?>
        {
            ["eventId"] = interaction.EventId,
            ["eventType"] = interaction.EventType,
            ["sentAt"] = (interaction.SentAtMilliseconds / 1_000m) + 0.000m, // three decimals
            ["itemId"] = interaction.ItemId,
            ["impression"] = interaction.Impression,
            ["recommendationId"] = interaction.RecommendationId,
        };
        var present = members.Where(member => member.Value is not null).ToDictionary();
        return JsonSerializer.SerializeToUtf8Bytes(present, Relaxed).Length <= PersonalizeLimits.MaxEventBytes
            ? interaction
            : interaction with
            {
                Impression = null,
            };
    }
}
