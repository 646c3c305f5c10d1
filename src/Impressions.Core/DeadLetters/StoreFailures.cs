namespace Impressions;

/// <summary>Codes for why dead letters could not be written into the bucket, beside S3's own error codes.</summary>
static class StoreFailures
{
    /// <summary>The rows are larger than <see cref="DeadLetterRows.MaxBytes"/>.</summary>
    public const string TooLarge = "too_large";

    /// <summary>What somebody must do so that dead letters can be stored.</summary>
    public static string Advice(string code) =>
        "The dead letters could not be stored, so their records are batch item failures and Lambda delivers them again. "
        + code switch
        {
            "AccessDenied" =>
                "The function's role lacks s3:PutObject on the objects of DEAD_LETTER_BUCKET under DEAD_LETTER_PREFIX, "
                    + "or kms:GenerateDataKey where the bucket is encrypted with a key of its own.",
            "NoSuchBucket" => "There is no bucket of the name in DEAD_LETTER_BUCKET.",
            "PermanentRedirect" or "AuthorizationHeaderMalformed" or "IllegalLocationConstraintException" =>
                "The bucket in DEAD_LETTER_BUCKET is in another region than the function: use one of its own region.",
            "no_region" => "There is no region: set AWS_REGION.",
            "no_credentials" => "There are no AWS credentials: give the function a role.",
            "unknown_host" =>
                "The endpoint's host does not exist: check AWS_REGION, AWS_ENDPOINT_URL_S3 and AWS_ENDPOINT_URL.",
            "ExpiredToken" => "The credentials have expired: renew them.",
            "InvalidAccessKeyId" or "SignatureDoesNotMatch" or "InvalidToken" =>
                "The credentials are refused: check the function's role.",
            TooLarge =>
                "They are more than the function keeps in memory: make the event source's batches smaller.",
            "deadline" or "timeout" =>
                "S3 did not answer in time: raise the function's timeout if this goes on.",
            _ => "S3 is not available: this may pass by itself.",
        };
}
