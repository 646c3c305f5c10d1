using Amazon.Runtime;
using Amazon.Runtime.Credentials;

namespace Impressions;

/// <summary>Credentials as the AWS SDK finds them: variables, profiles, containers.</summary>
sealed class SdkCredentials
{
    volatile AWSCredentials? _source;

    /// <exception cref="AmazonClientException">There are none.</exception>
    public async Task<AwsCredentials> FindAsync()
    {
        // Once found it is kept, as the SDK's clients do: it renews its credentials itself, minutes before they expire.
        var source = _source ??= await DefaultAWSCredentialsIdentityResolver
            .GetCredentialsAsync(new PersonalizeConfig())
            .ConfigureAwait(false);
        var found = await source.GetCredentialsAsync().ConfigureAwait(false);
        return new AwsCredentials(found.AccessKey, found.SecretKey, found.UseToken ? found.Token : null);
    }
}
