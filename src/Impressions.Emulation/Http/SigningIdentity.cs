namespace Impressions.Emulation.Http;

/// <summary>Who may call the endpoint, and where it pretends to be.</summary>
/// <param name="SecretAccessKey">Known to this process and the function it starts; opens nothing else.</param>
/// <param name="SessionToken">Null for a long-term key, which must come without a token.</param>
/// <param name="Region">The region a signature must be scoped to.</param>
sealed record SigningIdentity(
    string AccessKeyId,
    string SecretAccessKey,
    string? SessionToken = null,
    string Region = "us-east-1"
)
{
    /// <summary>An identity that is obviously not a real one.</summary>
    public static SigningIdentity Local { get; } = new("LOCALACCESSKEY", "local-secret-access-key");
}
