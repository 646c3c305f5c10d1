using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Impressions.Emulation.Personalize;

namespace Impressions.Sandbox.View;

/// <summary>The messages that the page understands.</summary>
static class FeedMessages
{
    public const string EventKind = "seen";
    public const string CallKind = "call";
    const string MetricsKind = "metrics";
    const string StateKind = "state";
    const string ClearedKind = "cleared";

    public static readonly JsonWriterOptions JsonOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static FeedMessage Of(SeenEvent seen) =>
        Message(EventKind, seen.Number, json => SeenEventJson.Write(json, seen));

    /// <param name="number">From 1, over all of the sandbox's life.</param>
    public static FeedMessage Of(int number, PutEventsCall call) =>
        Message(
            CallKind,
            number,
            json =>
            {
                json.WriteStartObject();
                json.WriteNumber("number"u8, number);
                json.WriteNumber("at"u8, call.ReceivedAt.ToUnixTimeMilliseconds());
                json.WriteNumber("status"u8, call.Status);
                json.WriteString("error"u8, call.ErrorCode);
                json.WriteNumber("events"u8, call.Request?.Events.Count ?? 0);
                json.WriteString("body"u8, Encoding.UTF8.GetString(call.Body.Span));
                json.WriteEndObject();
            }
        );

    public static FeedMessage Of(IReadOnlyDictionary<string, double> metrics) =>
        Message(
            MetricsKind,
            0,
            json =>
            {
                json.WriteStartObject();
                foreach (var (name, value) in metrics)
                {
                    json.WriteNumber(name, Math.Round(value, 3));
                }

                json.WriteEndObject();
            }
        );

    /// <param name="hasTracker">The demonstration shop has its tracker.</param>
    /// <param name="problem">Why the function does not run; empty when it does.</param>
    /// <param name="lost">Arrivals that there was no room for.</param>
    public static FeedMessage OfState(bool hasTracker, string problem, int lost) =>
        Message(
            StateKind,
            0,
            json =>
            {
                json.WriteStartObject();
                json.WriteBoolean("tracker"u8, hasTracker);
                json.WriteString("trackerCommand"u8, $"cd {SandboxTracker.PackageFolder} && npm ci");
                json.WriteString("problem"u8, problem);
                json.WriteNumber("lost"u8, lost);
                json.WriteEndObject();
            }
        );

    /// <summary>Everything shown so far is to go.</summary>
    public static FeedMessage Cleared { get; } = new(ClearedKind, 0, "{}"u8.ToArray());

    static FeedMessage Message(string kind, int number, Action<Utf8JsonWriter> write)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, JsonOptions))
        {
            write(json);
        }

        return new FeedMessage(kind, number, text.ToArray());
    }
}
