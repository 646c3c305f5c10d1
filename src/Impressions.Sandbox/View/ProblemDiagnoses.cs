using Impressions.Core.Personalize;
using Impressions.Sandbox.Enrichment;

namespace Impressions.Sandbox.View;

/// <summary>An event that never reaches the stream.</summary>
static class ProblemDiagnoses
{
    /// <summary>Longest value of an element's attribute (characters); its schema.</summary>
    const int MaxValue = 2_048;

    const string Consequence = "Enrich makes a bad row of the whole event: it never reaches the stream.";

    public static Diagnosis Of(TrackingProblem problem, Evidence evidence) =>
        problem.Kind switch
        {
            TrackingProblemKind.SchemaViolation => OfShownItems(problem, evidence)
                ?? new(
                    DiagnosisKind.SchemaViolation,
                    "Breaks its schema",
                    $"{problem.Explanation} {Consequence}",
                    problem.Fix
                ),
            TrackingProblemKind.NestedEntities => new(
                DiagnosisKind.NestedEntities,
                "A list within the list of entities",
                "The link click plugin was given the components as its context. Enrich makes a bad row of each such click.",
                "snowplow(\"trackLinkClick\", { element: link, context: componentsOf(item) })"
            ),
            _ => new(
                DiagnosisKind.NotFromATracker,
                "Not what a tracker sends",
                $"{problem.Explanation} {Consequence}",
                problem.Fix
            ),
        };

    /// <summary>The list of shown items is too long: it must have fewer items, since half of an id is none.</summary>
    static Diagnosis? OfShownItems(TrackingProblem problem, Evidence evidence)
    {
        if (
            problem.Where != "element.attributes.value"
            || evidence.Elements.ShownItems(evidence.Options) is not { Count: > 0 } shown
        )
        {
            return null;
        }

        var length = 1; // the brackets, and a comma for each item but the last
        var fitting = shown
            .Take(PersonalizeLimits.MaxImpressionItems)
            .TakeWhile(item =>
                (length += System.Text.Json.JsonEncodedText.Encode(item).Value.Length + 3) <= MaxValue
            )
            .Count();
        return new(
            DiagnosisKind.TooMuch,
            "Too many items shown",
            $"The list of {shown.Count} shown items is over {MaxValue:N0} characters. An impression takes {PersonalizeLimits.MaxImpressionItems} items at most. {Consequence}",
            $"[...widget.querySelectorAll(\"[{PageNames.Data(evidence.Options.ItemAttribute)}]\")].slice(0, {fitting}).map(item => item.dataset.{PageNames.Text(evidence.Options.ItemAttribute)})"
        );
    }
}
