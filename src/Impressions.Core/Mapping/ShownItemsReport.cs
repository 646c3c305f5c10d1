namespace Impressions;

/// <summary>How an invocation fared with the table of shown items.</summary>
/// <param name="Loaded">Recommendations that it knew.</param>
/// <param name="Saved">Recommendations that were written into it.</param>
/// <param name="Failed">Recommendations that could be neither read nor written.</param>
/// <param name="Failure">Why, as a code; empty when nothing failed.</param>
readonly record struct ShownItemsReport(int Loaded, int Saved, int Failed, string Failure)
{
    public static ShownItemsReport Nothing { get; } = new(Loaded: 0, Saved: 0, Failed: 0, Failure: "");

    public ShownItemsReport And(ShownItemsReport other) =>
        new(
            Loaded + other.Loaded,
            Saved + other.Saved,
            Failed + other.Failed,
            Failure.Length > 0 ? Failure : other.Failure
        );

    /// <summary>What somebody must do.</summary>
    public static string Advice(string code) =>
        "Shown items could not be read from or written into the table; clicks went out without them. "
        + code switch
        {
            "AccessDeniedException" =>
                "The function's role lacks dynamodb:BatchGetItem or dynamodb:UpdateItem on the table.",
            "ResourceNotFoundException" =>
                "There is no table of the name in IMPRESSION_TABLE in this region.",
            "ValidationException" => "The table's key must be recommendation_id, a string.",
            "no_region" => "There is no region: set AWS_REGION.",
            "no_credentials" => "There are no AWS credentials: give the function a role.",
            "unknown_host" =>
                "The endpoint's host does not exist: check AWS_REGION, AWS_ENDPOINT_URL_DYNAMODB and AWS_ENDPOINT_URL.",
            "ExpiredTokenException" or "UnrecognizedClientException" or "InvalidSignatureException" =>
                "The credentials are refused: check the function's role.",
            _ => "This may pass by itself.",
        };
}
