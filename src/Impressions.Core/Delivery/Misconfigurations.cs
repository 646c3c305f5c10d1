namespace Impressions;

static class Misconfigurations
{
    /// <summary>What every advice begins with.</summary>
    public const string NoCallCanSucceed = "No call to Personalize can succeed";

    /// <summary>What somebody must do so that calls can succeed again.</summary>
    /// <param name="code">Of the answer whose outcome was misconfigured.</param>
    public static string Advice(string code) =>
        NoCallCanSucceed
        + ", so nothing more is sent and Lambda delivers every unsent record again. "
        + code switch
        {
            "no_credentials" =>
                "There are no AWS credentials: give the function a role, or set AWS_ACCESS_KEY_ID and "
                    + "AWS_SECRET_ACCESS_KEY.",
            "no_region" => "There is no region: set AWS_REGION.",
            "unknown_host" =>
                "The endpoint's host does not exist: Personalize may not be offered in this region; check "
                    + "AWS_REGION, AWS_ENDPOINT_URL_PERSONALIZE_EVENTS and AWS_ENDPOINT_URL.",
            "endpoint_conflict" =>
                "An own endpoint excludes FIPS and dual-stack: unset AWS_USE_FIPS_ENDPOINT and "
                    + "AWS_USE_DUALSTACK_ENDPOINT, or AWS_ENDPOINT_URL_PERSONALIZE_EVENTS and AWS_ENDPOINT_URL.",
            "AccessDenied" or "AccessDeniedException" or "NotAuthorized" =>
                "The function's role lacks personalize:PutEvents "
                    + "on resource * (the service takes nothing narrower). A new permission takes about a minute to work.",
            "ExpiredToken" or "ExpiredTokenException" => "The credentials have expired: renew them.",
            _ =>
                "The credentials are refused: check the function's role, or AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and "
                    + "AWS_SESSION_TOKEN.",
        };
}
