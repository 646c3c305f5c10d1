using Amazon.PersonalizeEvents;
using Amazon.PersonalizeEvents.Model;
using Amazon.Runtime;
using Impressions.Core.Tests.Support;
using Impressions.Edge.Tests.Function.Attempts;
using Impressions.Emulation.Http;

namespace Impressions.ClassLibrary.Tests;

/// <summary>AWS's client, set up as the function has it, for a server on this machine.</summary>
static class Sender
{
    public static Attempt Attempt(string url, int attemptMilliseconds)
    {
#pragma warning disable CA2000 // the attempt disposes of it
        var client = Client(
            url,
            new("AKIDEXAMPLE", "secret"),
            concurrency: 4,
            TimeSpan.FromMilliseconds(attemptMilliseconds)
        );
#pragma warning restore CA2000
        var sender = new PersonalizeSender(client, Some.Options());
        var request = new PutEventsRequest { TrackingId = EventCase.TrackingId, SessionId = "s" };
        return new(cancellation => sender.PutEventsAsync(request, cancellation), client);
    }

    public static AmazonPersonalizeEventsClient Client(
        string url,
        SigningIdentity identity,
        int concurrency,
        TimeSpan? timeout = null
    )
    {
        var config = PersonalizeSender.Configure(concurrency);
        (config.ServiceURL, config.AuthenticationRegion) = (url, identity.Region);
        config.Timeout = timeout ?? config.Timeout;
        AWSCredentials credentials = identity.SessionToken is { } token
            ? new SessionAWSCredentials(identity.AccessKeyId, identity.SecretAccessKey, token)
            : new BasicAWSCredentials(identity.AccessKeyId, identity.SecretAccessKey);
        return new(credentials, config);
    }
}
