namespace Impressions;

/// <summary>What a failed call means for the invocation, and what to do about it.</summary>
static class CallAdvice
{
    /// <summary>Code: the rows of dead letters are larger than <see cref="DeadLetterRows.MaxBytes"/>.</summary>
    public const string TooLarge = "too_large";

    /// <summary>First words of the advice on misconfigured interaction calls.</summary>
    public const string NoCallCanSucceed = "No call to Personalize can succeed";

    const string CredentialsRefused =
        "The credentials are refused: check the function's role, or AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and "
        + "AWS_SESSION_TOKEN.";

    /// <param name="code">As in <see cref="CallAnswer.Code"/>, or <see cref="TooLarge"/>.</param>
    public static string For(CallPurpose purpose, string code) =>
        $"{Consequence(purpose)} {Fix(purpose, code)}";

    static string Consequence(CallPurpose purpose) =>
        purpose switch
        {
            CallPurpose.Interactions => NoCallCanSucceed
                + ", so nothing more is sent and Lambda delivers every unsent record again.",
            CallPurpose.Metadata =>
                "Metadata of users or items was not accepted; interactions are not affected.",
            CallPurpose.DeadLetters =>
                "The dead letters could not be stored, so their records are batch item "
                    + "failures and Lambda delivers them again.",
            _ => "Shown items could not be read from or written to the table; clicks were sent without them.",
        };

    /// <summary>The rows for this purpose, then those for every purpose.</summary>
    static string Fix(CallPurpose purpose, string code) =>
        purpose switch
        {
            CallPurpose.Interactions => FixInteractions(code),
            CallPurpose.Metadata => FixMetadata(code),
            CallPurpose.DeadLetters => FixDeadLetters(code),
            _ => FixShownItems(code),
        } ?? FixAny(purpose, code);

    static string? FixInteractions(string code) =>
        code switch
        {
            "AccessDenied" or "AccessDeniedException" or "NotAuthorized" =>
                "The function's role lacks personalize:PutEvents on resource * (the service accepts nothing narrower). "
                    + "A new permission takes about a minute to work.",
            _ => null,
        };

    static string? FixMetadata(string code) =>
        code switch
        {
            "AccessDenied" or "AccessDeniedException" or "NotAuthorized" =>
                "The function's role lacks personalize:PutUsers or personalize:PutItems on the dataset.",
            "ResourceNotFoundException" =>
                "There is no dataset with the ARN in USERS_DATASET_ARN or ITEMS_DATASET_ARN in this region.",
            "InvalidInputException" or "ValidationException" =>
                "The dataset's schema does not accept what USER_METADATA or ITEM_METADATA names.",
            _ => null,
        };

    static string? FixDeadLetters(string code) =>
        code switch
        {
            "AccessDenied" =>
                "The function's role lacks s3:PutObject on the objects of DEAD_LETTER_BUCKET under DEAD_LETTER_PREFIX, "
                    + "or kms:GenerateDataKey where the bucket is encrypted with a key of its own.",
            "NoSuchBucket" => "There is no bucket with the name in DEAD_LETTER_BUCKET.",
            "PermanentRedirect" or "AuthorizationHeaderMalformed" or "IllegalLocationConstraintException" =>
                "The bucket in DEAD_LETTER_BUCKET is in another region than the function: use one in the same region.",
            TooLarge =>
                "They are more than the function keeps in memory: make the event source's batches smaller.",
            "deadline" or "timeout" =>
                "S3 did not answer in time: raise the function's timeout if this goes on.",
            _ => null,
        };

    static string? FixShownItems(string code) =>
        code switch
        {
            "AccessDeniedException" =>
                "The function's role lacks dynamodb:BatchGetItem or dynamodb:UpdateItem on the table.",
            "ResourceNotFoundException" =>
                "There is no table with the name in IMPRESSION_TABLE in this region.",
            "ValidationException" => "The table's key must be recommendation_id, a string.",
            _ => null,
        };

    static string FixAny(CallPurpose purpose, string code) =>
        code switch
        {
            "no_region" => "There is no region: set AWS_REGION.",
            "no_credentials" =>
                "There are no AWS credentials: give the function a role, or set AWS_ACCESS_KEY_ID and "
                    + "AWS_SECRET_ACCESS_KEY.",
            "unknown_host" =>
                "The endpoint's host does not exist: the service may not be offered in this region; check AWS_REGION, "
                    + $"{EndpointVariable(purpose)} and AWS_ENDPOINT_URL.",
            "endpoint_conflict" =>
                "A custom endpoint excludes FIPS and dual-stack: unset AWS_USE_FIPS_ENDPOINT and "
                    + $"AWS_USE_DUALSTACK_ENDPOINT, or {EndpointVariable(purpose)} and AWS_ENDPOINT_URL.",
            "ExpiredToken" or "ExpiredTokenException" => "The credentials have expired: renew them.",
            "UnrecognizedClientException"
            or "InvalidSignatureException"
            or "SignatureDoesNotMatch"
            or "InvalidAccessKeyId"
            or "InvalidToken" => CredentialsRefused,
            _ => purpose switch
            {
                CallPurpose.Interactions => CredentialsRefused,
                CallPurpose.Metadata => "The next event of the same user or item sends it again.",
                _ => "This may pass by itself.",
            },
        };

    static string EndpointVariable(CallPurpose purpose) =>
        purpose switch
        {
            CallPurpose.DeadLetters => "AWS_ENDPOINT_URL_S3",
            CallPurpose.ShownItems => "AWS_ENDPOINT_URL_DYNAMODB",
            _ => "AWS_ENDPOINT_URL_PERSONALIZE_EVENTS",
        };
}
