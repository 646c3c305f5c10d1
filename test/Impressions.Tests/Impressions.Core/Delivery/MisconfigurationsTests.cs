namespace Impressions.Tests;

public sealed class MisconfigurationsTests
{
    [Theory]
    [InlineData("no_credentials", "AWS_ACCESS_KEY_ID")]
    [InlineData("no_region", "AWS_REGION")]
    [InlineData("unknown_host", "AWS_ENDPOINT_URL_PERSONALIZE_EVENTS")]
    [InlineData("endpoint_conflict", "AWS_USE_FIPS_ENDPOINT")]
    [InlineData("AccessDenied", "personalize:PutEvents")]
    [InlineData("AccessDeniedException", "personalize:PutEvents")]
    [InlineData("NotAuthorized", "personalize:PutEvents")]
    [InlineData("ExpiredToken", "expired")]
    [InlineData("ExpiredTokenException", "expired")]
    [InlineData("UnrecognizedClientException", "AWS_SESSION_TOKEN")]
    [InlineData("http_403", "AWS_SESSION_TOKEN")]
    public void Advice_Code_NamesWhatToMend(string code, string mentioned)
    {
        var advice = Misconfigurations.Advice(code);

        Assert.Contains(mentioned, advice, StringComparison.Ordinal);
        Assert.StartsWith("No call to Personalize can succeed", advice, StringComparison.Ordinal);
        Assert.EndsWith(".", advice, StringComparison.Ordinal);
    }
}
