using Impressions.Emulation.Bucket;
using Impressions.Emulation.Lambda;
using Impressions.Emulation.Personalize;
using Impressions.EndToEnd.Tests.Support;

namespace Impressions.EndToEnd.Tests.Sandbox;

/// <summary>The published function for a sandbox, without the settings of this process's environment.</summary>
static class SandboxFunctions
{
    public static LocalLambdaOptions Options =>
        new(Built.Function)
        {
            Bucket = new BucketEndpointOptions(),
            Endpoint = new PersonalizeEndpointOptions { CallsPerSecond = int.MaxValue },
        };
}
