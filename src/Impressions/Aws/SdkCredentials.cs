using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using Impressions.Core.Signing;
using Impressions.Personalize;

namespace Impressions.Aws;

/// <summary>Credentials as the AWS SDK finds them: variables, profiles, containers. Safe for concurrent use.</summary>
sealed class SdkCredentials
{
    readonly Lock _lock = new();
    volatile AWSCredentials? _source;
    Task<AwsCredentials>? _search; // under the lock

    /// <summary>
    /// Waits for the one search that is under way. It runs on a thread of its own, since parts of the SDK block, and goes on
    /// where the wait ends: the SDK gives up on an endpoint only after minutes.
    /// </summary>
    /// <param name="timeout">After so long the search counts as lost, and the next call begins another.</param>
    /// <exception cref="AmazonClientException">There are none.</exception>
    /// <exception cref="TimeoutException">The search took too long.</exception>
    public async Task<AwsCredentials> FindAsync(TimeSpan timeout, CancellationToken cancellation)
    {
        Task<AwsCredentials> search;
        lock (_lock)
        {
            search = _search ??= Task.Run(SearchAsync, CancellationToken.None);
        }

        try
        {
            return await search.WaitAsync(timeout, cancellation).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            Forget(search);
            throw;
        }
        finally
        {
            if (search.IsCompleted)
            {
                Forget(search);
            }
        }
    }

    void Forget(Task<AwsCredentials> search)
    {
        lock (_lock)
        {
            if (_search == search)
            {
                _search = null;
            }
        }
    }

    async Task<AwsCredentials> SearchAsync()
    {
        // Once found it is kept, as the SDK's clients do: it renews its credentials itself, minutes before they expire.
        var source = _source ??= await DefaultAWSCredentialsIdentityResolver
            .GetCredentialsAsync(new PersonalizeConfig())
            .ConfigureAwait(false);
        var found = await source.GetCredentialsAsync().ConfigureAwait(false);
        return new AwsCredentials(found.AccessKey, found.SecretKey, found.UseToken ? found.Token : null);
    }
}
