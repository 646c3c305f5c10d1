namespace Impressions.Core.Signing;

/// <summary>What calls to AWS are signed with.</summary>
/// <param name="Token">Of temporary credentials, as a function's role has; null for lasting ones.</param>
sealed record AwsCredentials(string AccessKey, string SecretKey, string? Token);
