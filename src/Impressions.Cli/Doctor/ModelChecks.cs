namespace Impressions.Cli.Doctor;

/// <summary>Whether models are trained on what arrives, and whether their success is measured.</summary>
static class ModelChecks
{
    static readonly TimeSpan MaxAge = TimeSpan.FromDays(30);

    /// <summary>Recipes that learn from impressions, by the end of their ARN.</summary>
    static readonly string[] UsingImpressions =
    [
        "aws-user-personalization",
        "aws-ecomm-recommended-for-you",
        "aws-vod-top-picks",
    ];

    public static IEnumerable<Finding> Of(Account account) =>
        account.Group is null
            ? []
            :
            [
                .. OfSolutions(account),
                .. OfDeployed(account),
                .. OfImpressions(account),
                .. OfMeasuring(account),
            ];

    static IEnumerable<Finding> OfSolutions(Account account)
    {
        foreach (var solution in account.Solutions)
        {
            if (solution.LatestVersion is not { } version)
            {
                yield return new(
                    Severity.Weak,
                    "never_trained",
                    $"Solution {solution.Name} has no version: it was never trained.",
                    $"aws personalize create-solution-version --solution-arn {solution.Arn}"
                );
            }
            else if (version.Status.Contains("FAILED", StringComparison.Ordinal))
            {
                yield return new(
                    Severity.Broken,
                    "training_failed",
                    $"The latest training of solution {solution.Name} failed.",
                    $"aws personalize list-solution-versions --solution-arn {solution.Arn}"
                );
            }
            else if (account.Now - version.Created > MaxAge)
            {
                yield return new(
                    Severity.Weak,
                    "training_old",
                    $"Solution {solution.Name} was trained {(account.Now - version.Created).Days} days ago.",
                    solution.TrainsByItself
                        ? $"aws personalize describe-solution --solution-arn {solution.Arn}"
                        : $"aws personalize update-solution --perform-auto-training --solution-arn {solution.Arn}"
                );
            }
            else if (!solution.TrainsByItself)
            {
                yield return new(
                    Severity.Note,
                    "training_by_hand",
                    $"Solution {solution.Name} is trained by hand alone.",
                    $"aws personalize update-solution --perform-auto-training --solution-arn {solution.Arn}"
                );
            }
        }
    }

    static IEnumerable<Finding> OfDeployed(Account account)
    {
        foreach (var deployed in OfGroup(account))
        {
            if (deployed.Status is not "ACTIVE")
            {
                yield return new(
                    Severity.Broken,
                    "not_active",
                    $"{deployed.Kind} {deployed.Name} is {deployed.Status}, not ACTIVE.",
                    deployed.Kind == "Recommender"
                        ? "aws personalize start-recommender, or describe-recommender for why it failed"
                        : "aws personalize describe-campaign for why"
                );
            }
            else if (deployed.Update is not ("" or "ACTIVE"))
            {
                yield return new(
                    Severity.Note,
                    "updating",
                    $"An update of {deployed.Kind.ToLowerInvariant()} {deployed.Name} is {deployed.Update}.",
                    "wait for it, or describe it for why it failed"
                );
            }
        }
    }

    static IEnumerable<Finding> OfImpressions(Account account)
    {
        var recipes = account
            .Solutions.Select(solution => solution.Recipe)
            .Concat(OfGroup(account).Select(deployed => deployed.Recipe))
            .Where(recipe => recipe.Length > 0)
            .ToList();
        if (
            recipes.Count > 0
            && !recipes.Exists(recipe =>
                UsingImpressions.Any(use => recipe.EndsWith('/' + use, StringComparison.Ordinal))
            )
        )
        {
            yield return new(
                Severity.Note,
                "impressions_unused",
                "Impressions are sent, but no recipe in use learns from them.",
                "nothing to fix; User-Personalization (v1), Recommended for you and Top picks for you do"
            );
        }
    }

    static IEnumerable<Finding> OfMeasuring(Account account)
    {
        if (
            account.MetricAttributions.Count == 0
            && !account.Unread.Any(unread =>
                unread.Operation.Contains("MetricAttribution", StringComparison.Ordinal)
            )
        )
        {
            yield return new(
                Severity.Note,
                "no_metric_attribution",
                "There is no metric attribution: Personalize does not report what recommendations earn.",
                "aws personalize create-metric-attribution, or deploy src/Personalize/template.yaml"
            );
        }

        if (
            account.Options?.AttributionSource is { } source
            && source != Core.Mapping.Attribution.ElementName
        )
        {
            yield return new(
                Severity.Note,
                "one_attribution_source",
                "ATTRIBUTION_SOURCE is one text for all events: metrics do not tell recommenders apart.",
                "ATTRIBUTION_SOURCE=element_name, or leave it out where recommendation ids are sent"
            );
        }
    }

    static IEnumerable<Deployed> OfGroup(Account account) =>
        account.Campaigns.Concat(account.Recommenders.Where(each => each.GroupArn == account.Group!.Arn));
}
