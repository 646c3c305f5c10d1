using System.Text;
using Amazon.Lambda.KinesisEvents;
using Amazon.Lambda.TestUtilities;
using Impressions.Core;
using Impressions.Core.Tests.Support;
using Impressions.Emulation.Http;
using Impressions.Emulation.Personalize;

namespace Impressions.ClassLibrary.Tests;

/// <summary>The function as Lambda's managed runtime has it: created once, and between the serializer's two ends.</summary>
static class Invoked
{
    public static Function FunctionAt(
        PersonalizeEndpoint endpoint,
        IReadOnlyDictionary<string, string>? settings = null
    ) => FunctionAt(endpoint.Address.ToString(), settings);

    public static Function FunctionAt(string url, IReadOnlyDictionary<string, string>? settings = null) =>
        new(
            name =>
                settings?.GetValueOrDefault(name)
                ?? (name == Settings.TrackingId.Name ? EventCase.TrackingId : null),
            concurrency => Sender.Client(url, SigningIdentity.Local, concurrency)
        );

    /// <returns>What Lambda gets to read.</returns>
    public static async Task<string> InvokeAsync(
        this Function function,
        byte[] payload,
        TimeSpan? remaining = null
    )
    {
        var serializer = new KinesisEventSerializer();
        using var stream = new MemoryStream(payload);
        var answer = await function.HandleAsync(
            serializer.Deserialize<KinesisEvent>(stream),
            new TestLambdaContext
            {
                AwsRequestId = "request-1",
                RemainingTime = remaining ?? TimeSpan.FromSeconds(30),
            }
        );
        using var written = new MemoryStream();
        serializer.Serialize(answer, written);
        return Encoding.UTF8.GetString(written.ToArray());
    }
}
