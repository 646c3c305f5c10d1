using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Impressions.Emulation.Http;
using Impressions.Emulation.Personalize;
using Impressions.EndToEnd.Tests.Support;

namespace Impressions.EndToEnd.Tests.Emulation;

/// <summary>The endpoint against the official JavaScript SDK: its signing, its wire format, its errors, its retries.</summary>
public class JavaScriptSdkTests
{
    const string Request = """
        {
          "trackingId": "11111111-2222-3333-4444-555555555555", "sessionId": "session-1", "userId": "user-1",
          "eventList": [{
            "eventId": "e-1", "eventType": "Click", "sentAt": "2024-01-01T00:00:00.250Z", "itemId": "item-1",
            "eventValue": 0.25, "properties": { "device": "phone", "slot": 3 }, "impression": ["item-1", "item-ü"],
            "recommendationId": "RID-12345678-1234-1234-1234-abcdefghijkl",
            "metricAttribution": { "eventAttributionSource": "homepage" }
          }]
        }
        """;

    public JavaScriptSdkTests() => Needs.JavaScriptSdk();

    [Fact]
    public async Task PutEvents_Good_IsAcceptedAndReadExactly()
    {
        await using var endpoint = await StartAsync();

        var outcome = await PutEventsAsync(endpoint, Request);
        var call = Assert.Single(endpoint.Calls);
        var request = call.Request!;
        var entry = Assert.Single(request.Events);

        Assert.Equal((200, ""), (outcome.Status, outcome.Error));
        Assert.Equal(("user-1", "session-1"), (request.UserId, request.SessionId));
        Assert.Equal(("e-1", "Click", "item-1"), (entry.EventId, entry.EventType, entry.ItemId));
        Assert.Equal((1704067200.25m, 0.25), (entry.SentAt, entry.EventValue));
        Assert.Equal("""{"device":"phone","slot":3}""", entry.Properties);
        Assert.Equal(["item-1", "item-ü"], entry.Impression!);
        Assert.Equal("RID-12345678-1234-1234-1234-abcdefghijkl", entry.RecommendationId);
        Assert.Equal("homepage", entry.AttributionSource);
    }

    [Fact]
    public async Task PutEvents_Bad_IsTheSdksOwnInvalidInputException()
    {
        await using var endpoint = await StartAsync();

        var outcome = await PutEventsAsync(endpoint, Request.Replace("session-1", ""));

        Assert.Equal(
            (400, "InvalidInputException", true),
            (outcome.Status, outcome.Error, outcome.IsModelledError)
        );
        Assert.Contains("'sessionId'", outcome.Message);
    }

    [Fact]
    public async Task PutEvents_Throttled_IsRetriedByTheSdk()
    {
        await using var endpoint = await StartAsync(
            new() { Faults = (number, _) => number < 3 ? Fault.Throttled : null }
        );

        var outcome = await PutEventsAsync(endpoint, Request);

        Assert.Equal((200, 3), (outcome.Status, outcome.Attempts));
        Assert.Equal([400, 400, 200], endpoint.Calls.Select(call => call.Status));
    }

    [Fact]
    public async Task PutEvents_WrongSecret_IsInvalidSignature()
    {
        await using var endpoint = await StartAsync();

        var outcome = await PutEventsAsync(
            endpoint,
            Request,
            SigningIdentity.Local with
            {
                SecretAccessKey = "other",
            }
        );

        Assert.Equal((403, "InvalidSignatureException"), (outcome.Status, outcome.Error));
    }

    [Fact]
    public async Task PutEvents_SessionToken_IsSignedToo()
    {
        var identity = SigningIdentity.Local with { SessionToken = "token/+=" };
        await using var endpoint = await StartAsync(new() { Identity = identity });

        Assert.Equal(200, (await PutEventsAsync(endpoint, Request, identity)).Status);
    }

    static Task<PersonalizeEndpoint> StartAsync(PersonalizeEndpointOptions? options = null) =>
        PersonalizeEndpoint.StartAsync(options ?? new(), CancellationToken.None);

    static async Task<SdkOutcome> PutEventsAsync(
        PersonalizeEndpoint endpoint,
        string request,
        SigningIdentity? identity = null
    )
    {
        identity ??= SigningIdentity.Local;
        var start = new ProcessStartInfo("node", [Path.Combine(NodeJs.SdkFolder, "put-events.mjs")])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment =
            {
                ["AWS_ENDPOINT_URL_PERSONALIZE_EVENTS"] = endpoint.Address.ToString(),
                ["AWS_REGION"] = identity.Region,
                ["AWS_ACCESS_KEY_ID"] = identity.AccessKeyId,
                ["AWS_SECRET_ACCESS_KEY"] = identity.SecretAccessKey,
                ["AWS_SESSION_TOKEN"] = identity.SessionToken,
            },
        };
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(request);
        process.StandardInput.Close();
        var outcome = await process.StandardOutput.ReadToEndAsync();
        return JsonSerializer.Deserialize<SdkOutcome>(outcome, JsonSerializerOptions.Web)!;
    }

    /// <param name="Error">Name of the exception; empty when the call succeeded.</param>
    /// <param name="IsModelledError">It is the exception class that the SDK generates from the API model.</param>
    [SuppressMessage("Performance", "CA1812", Justification = "The JSON serializer makes it")]
    sealed record SdkOutcome(int Status, int Attempts, string Error, string Message, bool IsModelledError);
}
