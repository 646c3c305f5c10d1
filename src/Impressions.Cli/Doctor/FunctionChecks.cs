using Impressions.Core;

namespace Impressions.Cli.Doctor;

/// <summary>Whether the function runs, may do what it must, and gets every record.</summary>
static class FunctionChecks
{
    public static IEnumerable<Finding> Of(Account account) =>
        account.Function is { } function
            ? [.. OfFunction(function, account), .. OfEventSources(function, account)]
            : [];

    static IEnumerable<Finding> OfFunction(LambdaFunction function, Account account)
    {
        if (function.State is not ("Active" or "Inactive" or "Pending" or ""))
        {
            yield return new(
                Severity.Broken,
                "function_failed",
                $"Function {function.Name} is {function.State}: {function.StateReason}",
                $"aws lambda get-function-configuration --function-name {function.Name}"
            );
        }

        if (function.LastUpdate == "Failed")
        {
            yield return new(
                Severity.Broken,
                "function_update_failed",
                $"The last update of function {function.Name} failed: it runs what was deployed before.",
                "sam deploy"
            );
        }

        if (account.SettingProblems.Count > 0)
        {
            yield return new(
                Severity.Broken,
                "settings_wrong",
                $"The function cannot start with its settings: {string.Join("; ", account.SettingProblems)}",
                "sam deploy --parameter-overrides … (src/Impressions/README.md lists the settings)"
            );
        }

        var known = Settings.All.Select(setting => setting.Name).ToList();
        var missing = known.Where(name => !function.Variables.ContainsKey(name)).ToList();
        if (missing.Count > 0 && missing.Count < known.Count / 2)
        {
            yield return new(
                Severity.Note,
                "function_old",
                $"The function was deployed by an older template: it has no variable {missing[0]}.",
                "sam build && sam deploy"
            );
        }

        foreach (var (action, isAllowed) in account.Permissions)
        {
            if (!isAllowed)
            {
                yield return new(
                    Severity.Broken,
                    "permission_missing",
                    $"The function's role does not allow {action}.",
                    $"sam deploy, or add {action} to {function.Role}"
                );
            }
        }
    }

    static IEnumerable<Finding> OfEventSources(LambdaFunction function, Account account)
    {
        if (account.EventSources.Count == 0)
        {
            if (!account.Unread.Any(unread => unread.Operation == "ListEventSourceMappings"))
            {
                yield return new(
                    Severity.Broken,
                    "no_event_source",
                    $"No stream triggers function {function.Name}.",
                    "sam deploy --parameter-overrides StreamArn=…"
                );
            }

            yield break;
        }

        foreach (var source in account.EventSources)
        {
            foreach (var finding in OfEventSource(source, account))
            {
                yield return finding;
            }
        }
    }

    static IEnumerable<Finding> OfEventSource(EventSource source, Account account)
    {
        var update = $"aws lambda update-event-source-mapping --uuid {source.Id}";
        if (source.State is not ("Enabled" or "Enabling" or "Creating" or "Updating"))
        {
            yield return new(
                Severity.Broken,
                "event_source_disabled",
                $"The event source is {source.State}: the function gets nothing.",
                $"{update} --enabled"
            );
        }

        if (source.LastResult.StartsWith("PROBLEM", StringComparison.OrdinalIgnoreCase))
        {
            yield return new(
                Severity.Broken,
                "event_source_problem",
                $"The event source's last result: {source.LastResult}",
                $"aws logs tail /aws/lambda/{account.Function!.Name}"
            );
        }

        if (source.HasFilter)
        {
            yield return new(
                Severity.Broken,
                "event_source_filter",
                "The event source has a filter: Lambda drops records that are not JSON, and enriched events are not.",
                $"{update} --filter-criteria '{{}}'"
            );
        }

        if (!source.ReportsItemFailures)
        {
            yield return new(
                Severity.Broken,
                "no_item_failures",
                "The event source does not read which records failed (ReportBatchItemFailures): those are lost.",
                $"{update} --function-response-types ReportBatchItemFailures"
            );
        }

        foreach (var finding in OfLosses(source, update, account))
        {
            yield return finding;
        }
    }

    /// <summary>What is lost where Lambda gives up, or the stream forgets.</summary>
    static IEnumerable<Finding> OfLosses(EventSource source, string update, Account account)
    {
        if (source.OnFailure.Length == 0)
        {
            yield return new(
                Severity.Weak,
                "no_on_failure",
                "The event source has no on-failure destination: what Lambda gives up on is lost.",
                "sam deploy --parameter-overrides DeadLetters=keep"
            );
        }

        if (account.Stream is { } stream)
        {
            if (source.MaxRecordAge is not { } age || age >= stream.Retention)
            {
                yield return new(
                    Severity.Weak,
                    "record_age",
                    "The event source's MaximumRecordAgeInSeconds is not below the stream's retention of "
                        + $"{stream.Retention.TotalHours:0} h: records expire before Lambda gives up on them.",
                    $"{update} --maximum-record-age-in-seconds {(stream.Retention - TimeSpan.FromHours(1)).TotalSeconds:0}"
                );
            }

            if (stream.Status is not ("ACTIVE" or "UPDATING"))
            {
                yield return new(
                    Severity.Broken,
                    "stream_not_active",
                    $"The stream is {stream.Status}, not ACTIVE.",
                    $"aws kinesis describe-stream-summary --stream-arn {stream.Arn}"
                );
            }
        }

        if (source.StreamArn.Split(':') is [_, _, _, var region, ..] && region != account.Region)
        {
            yield return new(
                Severity.Broken,
                "other_region",
                $"The stream is in {region}, the function in {account.Region}.",
                $"deploy in {region}"
            );
        }
    }
}
