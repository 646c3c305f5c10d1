namespace Impressions.Cli.Doctor;

/// <summary>All checks over what was read of an account.</summary>
static class Diagnosis
{
    /// <summary>What no read can show, and how to look.</summary>
    public static readonly IReadOnlyList<string> CannotBeSeen =
    [
        "Whether recommendations are asked for with the user id that events carry: user_id, else the device's (domain_userid).",
        "Whether items of events are in the catalogue: compare the ids of aws personalize-runtime get-recommendations with the shop's.",
        "Whether the pages show what was recommended under its recommendation id: impressions serve, or impressions tail STREAM.",
    ];

    /// <summary>What is wrong, the worst first.</summary>
    public static IReadOnlyList<Finding> Of(Account account) =>
        [
            .. OfUnread(account)
                .Concat(FunctionChecks.Of(account))
                .Concat(TrackerChecks.Of(account))
                .Concat(SchemaChecks.Of(account))
                .Concat(EventTypeChecks.Of(account))
                .Concat(ModelChecks.Of(account))
                .Concat(ArrivalChecks.Of(account))
                .OrderBy(finding => finding.Severity),
        ];

    static IEnumerable<Finding> OfUnread(Account account) =>
        account.Unread.Select(unread => new Finding(
            Severity.Note,
            "not_read",
            $"{unread.Operation} was refused: {unread.Code}. What depends on it was not checked.",
            $"allow your user the action of {unread.Operation}"
        ));
}
