using Impressions.Core.Mapping;

namespace Impressions.Sandbox.View;

/// <summary>Finds what is wrong with the tracking behind an event.</summary>
static class Diagnoses
{
    public static IReadOnlyList<Diagnosis> Of(Evidence evidence)
    {
        var seen = evidence.Seen;
        if (seen.Refused is { } refused)
        {
            return [new(DiagnosisKind.NotFromATracker, "Not from a tracker", refused.Explanation, "")];
        }

        if (seen.Enriched is not { } enriched)
        {
            return [];
        }

        if (!enriched.IsGood)
        {
            return
            [
                .. enriched
                    .Problems.Select(problem => ProblemDiagnoses.Of(problem, evidence))
                    .DistinctBy(found => (found.Explanation, found.Fix)),
            ];
        }

        Diagnosis?[] found =
        [
            NameDiagnoses.Of(evidence) ?? ClickDiagnoses.Of(evidence) ?? ClickDiagnoses.OfView(evidence),
            SetupDiagnoses.Of(evidence),
            OfIdentity(evidence),
            RepeatDiagnoses.Of(evidence),
            RepeatDiagnoses.OfStart(evidence),
        ];
        var diagnoses = found.OfType<Diagnosis>().ToList();
        diagnoses.AddRange(
            seen.Anomalies.Select(anomaly => AnomalyDiagnoses.Of(anomaly, evidence))
                .OfType<Diagnosis>()
                .Where(odd => !diagnoses.Exists(other => other.Kind == odd.Kind))
        );
        return diagnoses;
    }

    static Diagnosis? OfIdentity(Evidence evidence) =>
        evidence.IsSkippedAs(SkipReason.NoIdentity)
            ? new(
                DiagnosisKind.AnonymousWithoutSession,
                "Anonymous, without a session",
                "The tracker names neither a user nor a session, and Personalize takes no event without a session.",
                "anonymousTracking: { withSessionTracking: true }"
            )
            : null;
}
