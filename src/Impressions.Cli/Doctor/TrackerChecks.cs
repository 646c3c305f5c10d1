namespace Impressions.Cli.Doctor;

/// <summary>Whether calls reach a tracker that feeds the models in use.</summary>
static class TrackerChecks
{
    public static IEnumerable<Finding> Of(Account account)
    {
        if (account.TrackingId.Length == 0)
        {
            yield break; // the settings' check says so
        }

        if (account.Tracker is not { } tracker)
        {
            if (
                !account.Unread.Any(unread =>
                    unread.Operation.Contains("EventTracker", StringComparison.Ordinal)
                )
            )
            {
                yield return new(
                    Severity.Broken,
                    "tracker_missing",
                    $"No event tracker in {account.Region} has this tracking id.",
                    $"aws personalize list-event-trackers --region {account.Region}; set PersonalizeTrackingId to the id of one, or "
                        + "deploy src/Personalize/template.yaml"
                );
            }

            yield break;
        }

        if (tracker.Status != "ACTIVE")
        {
            yield return new(
                Severity.Broken,
                "tracker_not_active",
                $"The event tracker is {tracker.Status}, not ACTIVE.",
                $"aws personalize describe-event-tracker --event-tracker-arn {tracker.Arn}"
            );
        }

        if (account.Group is { Status: not "ACTIVE" } group)
        {
            yield return new(
                Severity.Broken,
                "group_not_active",
                $"The tracker's dataset group is {group.Status}, not ACTIVE.",
                $"aws personalize describe-dataset-group --dataset-group-arn {group.Arn}"
            );
        }

        foreach (var finding in OfOtherGroups(tracker, account))
        {
            yield return finding;
        }
    }

    static IEnumerable<Finding> OfOtherGroups(Tracker tracker, Account account)
    {
        var others = account.Recommenders.Where(each => each.GroupArn != tracker.GroupArn).ToList();
        if (
            account.Group is not null
            && account.Solutions.Count == 0
            && account.Recommenders.Count == others.Count
            && others.Count > 0
        )
        {
            yield return new(
                Severity.Broken,
                "other_group",
                $"The tracker's dataset group has no solution and no recommender; recommender {others[0].Name} belongs to another group.",
                $"set PersonalizeTrackingId to the tracker of {others[0].GroupArn}"
            );
        }
    }
}
