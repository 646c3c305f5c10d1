namespace Impressions;

/// <summary>What became of the metadata of an invocation.</summary>
/// <param name="Accepted">Users and items that Personalize took.</param>
/// <param name="Failed">Those that it did not.</param>
/// <param name="Failure">Why, as a code (<see cref="PutEventsAnswer.Code"/>); empty when nothing failed.</param>
readonly record struct MetadataReport(int Accepted, int Failed, string Failure)
{
    /// <summary>What somebody must do.</summary>
    public static string Advice(string code) =>
        "Metadata of users or items was not taken; interactions are not concerned. "
        + code switch
        {
            "AccessDenied" or "AccessDeniedException" or "NotAuthorized" =>
                "The function's role lacks personalize:PutUsers or personalize:PutItems on the dataset.",
            "ResourceNotFoundException" =>
                "There is no dataset of the ARN in USERS_DATASET_ARN or ITEMS_DATASET_ARN in this region.",
            "InvalidInputException" or "ValidationException" =>
                "The dataset's schema does not take what USER_METADATA or ITEM_METADATA names.",
            _ => "The next event of the same user or item tells it again.",
        };
}
