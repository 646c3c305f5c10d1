namespace Impressions.Core.Delivery;

/// <summary>What a failed call means for the invocation, and what to do about it.</summary>
static class CallAdvice
{
    /// <summary>Code: the rows of dead letters are larger than one object takes.</summary>
    public const string TooLarge = "too_large";

    /// <summary>Code: more rows would have to be read than one invocation may.</summary>
    public const string TooManyKeys = "too_many_keys";

    /// <summary>First words of the advice on misconfigured interaction calls.</summary>
    public const string NoCallCanSucceed = "No call to Personalize can succeed";

    const string Lacks = "The function's role lacks ";

    /// <param name="code">As in <see cref="CallAnswer.Code"/>, or <see cref="TooLarge"/>.</param>
    public static string For(CallPurpose purpose, string code) =>
        $"{Consequence(purpose)} {Fix(purpose, code)}";

    /// <summary>
    /// For calls that failed for now, where somebody should know the cause if it goes on; null where it is the service's to
    /// recover.
    /// </summary>
    public static string? ForUnavailable(string code) =>
        CallErrors.IsClock(code) || code == "credentials_timeout"
            ? "Calls to Personalize failed, so Lambda delivers their records again. "
                + FixAny(CallPurpose.Interactions, code)
            : null;

    static string Consequence(CallPurpose purpose) =>
        purpose switch
        {
            CallPurpose.Interactions => NoCallCanSucceed
                + ", so nothing more is sent and Lambda delivers every unsent record again.",
            CallPurpose.Metadata =>
                "Metadata of users or items was not accepted; interactions are not affected.",
            CallPurpose.DeadLetters =>
                "The dead letters could not be stored, so their records are batch item failures and Lambda delivers them "
                    + "again.",
            CallPurpose.Clicks =>
                "Clicks could not be read from or written to the table; interactions were sent without the recommendation that "
                    + "led to them.",
            _ => "Shown items could not be read from or written to the table; clicks were sent without them.",
        };

    /// <summary>The rows for this purpose, then those for every purpose.</summary>
    static string Fix(CallPurpose purpose, string code) =>
        purpose switch
        {
            CallPurpose.Interactions => FixInteractions(code),
            CallPurpose.Metadata => FixMetadata(code),
            CallPurpose.DeadLetters => FixDeadLetters(code),
            _ => FixTable(code),
        } ?? FixAny(purpose, code);

    static string? FixInteractions(string code) =>
        code switch
        {
            "AccessDenied" or "AccessDeniedException" or "NotAuthorized" => Lacks
                + "personalize:PutEvents on resource * (the service accepts nothing narrower). A new permission takes about a "
                + "minute to work.",
            "ResourceNotFoundException" =>
                "There is no event tracker with the id in PERSONALIZE_TRACKING_ID in this region (AWS_REGION).",
            _ when CallErrors.Classify(code, 400) == CallOutcome.Rejected =>
                "Every batch has been refused since the function started, and none accepted: check PERSONALIZE_TRACKING_ID "
                    + "first (it must name an event tracker of this region, AWS_REGION), then EVENT_TYPES and PROPERTIES.",
            _ => null,
        };

    static string? FixMetadata(string code) =>
        code switch
        {
            "AccessDenied" or "AccessDeniedException" or "NotAuthorized" => Lacks
                + "personalize:PutUsers or personalize:PutItems on the dataset.",
            "ResourceNotFoundException" =>
                "There is no dataset with the ARN in USERS_DATASET_ARN or ITEMS_DATASET_ARN in this region.",
            "ResourceInUseException" => "The dataset is being changed; this passes by itself.",
            "InvalidInputException" or "ValidationException" =>
                "The dataset's schema does not accept what USER_METADATA or ITEM_METADATA names.",
            _ => null,
        };

    static string? FixDeadLetters(string code) =>
        code switch
        {
            "AccessDenied" => Lacks
                + "s3:PutObject on the objects of DEAD_LETTER_BUCKET under DEAD_LETTER_PREFIX, or kms:GenerateDataKey where "
                + "the bucket is encrypted with a key of its own.",
            "NoSuchBucket" or "InvalidBucketName" =>
                "There is no bucket with the name in DEAD_LETTER_BUCKET.",
            "AllAccessDisabled" =>
                "AWS has disabled all access to the bucket in DEAD_LETTER_BUCKET: ask AWS Support.",
            "PermanentRedirect" or "AuthorizationHeaderMalformed" or "IllegalLocationConstraintException" =>
                "The bucket in DEAD_LETTER_BUCKET is in another region than the function: use one in the same region.",
            TooLarge =>
                "They are more than the function keeps in memory: make the event source's batches smaller.",
            "deadline" or "timeout" =>
                "S3 did not answer in time: raise the function's timeout if this goes on.",
            _ when code.StartsWith("KMS", StringComparison.Ordinal) =>
                "The key that encrypts the bucket in DEAD_LETTER_BUCKET cannot be used: check that it exists, is enabled and "
                    + "that its policy allows the function's role kms:GenerateDataKey.",
            _ => null,
        };

    static string? FixTable(string code) =>
        code switch
        {
            "AccessDeniedException" => Lacks + "dynamodb:BatchGetItem or dynamodb:UpdateItem on the table.",
            "ResourceNotFoundException" =>
                "There is no table with the name in IMPRESSION_TABLE in this region.",
            "ValidationException" => "The table's key must be recommendation_id, a string.",
            TooManyKeys =>
                "One invocation reads 4,096 rows at most: make the event source's batches smaller.",
            _ => null,
        };

    static string FixAny(CallPurpose purpose, string code) =>
        FixConnection(purpose, code) ?? FixAccount(code) ?? FixUnknown(purpose, code);

    static string? FixConnection(CallPurpose purpose, string code) =>
        code switch
        {
            "no_region" => "There is no region: set AWS_REGION.",
            "unknown_host" =>
                "The endpoint's host does not exist: the service may not be offered in this region; check AWS_REGION, "
                    + $"{EndpointVariable(purpose)} and AWS_ENDPOINT_URL.",
            "endpoint_conflict" =>
                "A custom endpoint excludes FIPS and dual-stack: unset AWS_USE_FIPS_ENDPOINT and "
                    + $"AWS_USE_DUALSTACK_ENDPOINT, or {EndpointVariable(purpose)} and AWS_ENDPOINT_URL.",
            "tls" =>
                "TLS fails: the endpoint's certificate is not trusted, has expired or names another host. Check "
                    + $"{EndpointVariable(purpose)} and AWS_ENDPOINT_URL; SSL_CERT_FILE names a certificate authority of your own.",
            "UnknownOperationException" =>
                "The endpoint does not offer the operation: another service answers there. Check "
                    + $"{EndpointVariable(purpose)} and AWS_ENDPOINT_URL.",
            "http_407" => "A proxy demands authentication: check HTTPS_PROXY and NO_PROXY.",
            "http_401" or "http_403" =>
                "The answer names no error of AWS, so something between the function and the service refuses the call, such as "
                    + "a proxy, a firewall or the policy of a VPC endpoint: check HTTPS_PROXY and the function's network.",
            _ => null,
        };

    static string? FixAccount(string code) =>
        code switch
        {
            "no_credentials" =>
                "There are no AWS credentials: give the function a role, or set AWS_ACCESS_KEY_ID and "
                    + "AWS_SECRET_ACCESS_KEY.",
            "credentials_timeout" =>
                "Finding AWS credentials took too long: the endpoint in AWS_CONTAINER_CREDENTIALS_FULL_URI or the profile's "
                    + "source does not answer.",
            "ExpiredToken" or "ExpiredTokenException" or "TokenRefreshRequired" =>
                "The credentials have expired: renew them.",
            "UnrecognizedClientException"
            or "InvalidSignatureException"
            or "SignatureDoesNotMatch"
            or "IncompleteSignature"
            or "IncompleteSignatureException"
            or "MissingAuthenticationToken"
            or "MissingAuthenticationTokenException"
            or "InvalidClientTokenId"
            or "InvalidAccessKeyId"
            or "InvalidToken"
            or "AuthFailure" =>
                "The credentials are refused: check the function's role, or AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and "
                    + "AWS_SESSION_TOKEN.",
            "OptInRequired" or "SubscriptionRequiredException" =>
                "The AWS account is not signed up for the service, or not in this region.",
            _ when CallErrors.IsClock(code) =>
                "The clock of the function and that of the service differ by minutes: check the clock of the host.",
            _ => null,
        };

    static string FixUnknown(CallPurpose purpose, string code) =>
        IsTransient(code)
            ? purpose == CallPurpose.Metadata
                ? "The next event of the same user or item sends it again."
                : "This may pass by itself."
            : "The service refuses the call with this code, which is not the data's fault: check the set-up by the code.";

    /// <summary>By the code alone.</summary>
    static bool IsTransient(string code) =>
        code
            is "connection"
                or "timeout"
                or "deadline"
                or "unexpected"
                or "InternalError"
                or "OperationAborted"
        || code.StartsWith("http_", StringComparison.Ordinal)
        || CallErrors.Classify(code, 400) == CallOutcome.Unavailable;

    static string EndpointVariable(CallPurpose purpose) =>
        purpose switch
        {
            CallPurpose.DeadLetters => "AWS_ENDPOINT_URL_S3",
            CallPurpose.ShownItems or CallPurpose.Clicks => "AWS_ENDPOINT_URL_DYNAMODB",
            _ => "AWS_ENDPOINT_URL_PERSONALIZE_EVENTS",
        };
}
