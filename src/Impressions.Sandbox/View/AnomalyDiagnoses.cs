using Impressions.Core.Mapping;
using Impressions.Core.Personalize;

namespace Impressions.Sandbox.View;

/// <summary>Something odd in an event that was mapped all the same.</summary>
static class AnomalyDiagnoses
{
    public static Diagnosis? Of(Anomaly anomaly, Evidence evidence) =>
        anomaly switch
        {
            Anomaly.RecommendationIdDropped => OfRecommendationId(evidence),
            Anomaly.IdentityDropped => new(
                DiagnosisKind.IdTooLong,
                "A user or session id is too long",
                $"Personalize takes {PersonalizeLimits.MaxIdLength} characters: the id counts as absent.",
                "snowplow(\"setUserId\", user.id)"
            ),
            Anomaly.ItemDropped => new(
                DiagnosisKind.NoItemId,
                "An item without a usable id",
                $"It is missing, empty, or over {PersonalizeLimits.MaxIdLength} characters: the item is left out.",
                "data-item-id=\"SKU-1\""
            ),
            Anomaly.PropertiesCut => new(
                DiagnosisKind.TooMuch,
                "Too many properties",
                "Personalize takes 1,024 characters of properties: the last ones are left out.",
                "PROPERTIES=device=dvce_type",
                IsHint: true
            ),
            Anomaly.AmbiguousItem => new(
                DiagnosisKind.Ambiguous,
                "Several items around one click",
                "Elements within each other name different items; the first one counts.",
                "selector: \"[data-recommendation-id] [data-item-id], [data-recommendation-id][data-item-id]\""
            ),
            Anomaly.AmbiguousRecommendation => new(
                DiagnosisKind.Ambiguous,
                "Several recommendations around one click",
                "Elements within each other name different recommendations; the last one counts.",
                "selector: \"[data-recommendation-id]\""
            ),
            _ => null,
        };

    /// <summary>Too long, or not filled in.</summary>
    static Diagnosis OfRecommendationId(Evidence evidence)
    {
        var attribute = PageNames.Data(evidence.Options.RecommendationAttribute);
        var isPlaceholder = evidence
            .Elements.Values(evidence.Options.RecommendationAttribute)
            .Any(Placeholders.IsPlaceholder);
        return new(
            isPlaceholder ? DiagnosisKind.NoRecommendationId : DiagnosisKind.IdTooLong,
            isPlaceholder ? "No recommendation id" : "The recommendation id is too long",
            $"Personalize takes an id of at most {PersonalizeLimits.MaxRecommendationIdLength} characters: what is sent, is sent without it.",
            $"{attribute}=\"RID-…\" <!-- recommendationId of GetRecommendations, unchanged -->"
        );
    }
}
