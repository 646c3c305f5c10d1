using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Impressions.Core.Tests.Reference;

/// <summary>
/// What PutEvents takes, by its published API model and quotas: the limits stand here a second time, as numbers. The
/// emulated service, which knows the rest of the model, checks calls in the tests of the edge.
/// </summary>
static class ReferenceCall
{
    static readonly UTF8Encoding StrictUtf8 = new(
        encoderShouldEmitUTF8Identifier: false,
        throwOnInvalidBytes: true
    );

    static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>The first rule that the body breaks; empty when it breaks none.</summary>
    public static string Problem(ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(StrictUtf8.GetString(body.Span), Strict);
        var call = document.RootElement;
        var events = call.GetProperty("eventList").EnumerateArray().ToList();
        if (events.Count is < 1 or > 10)
        {
            return "eventList";
        }

        return Text(call, "trackingId", 256, isRequired: true)
            ?? Text(call, "userId", 256)
            ?? Text(call, "sessionId", 256, isRequired: true)
            ?? events.Select(Event).FirstOrDefault(problem => problem is not null)
            ?? "";
    }

    static string? Event(JsonElement sent) =>
        Text(sent, "eventId", 256)
        ?? Text(sent, "eventType", 256, isRequired: true)
        ?? Text(sent, "itemId", 256)
        ?? Text(sent, "recommendationId", 40)
        ?? Text(sent, "properties", 1_024)
        ?? (sent.TryGetProperty("impression", out var items) ? Impression([.. items.EnumerateArray()]) : null)
        ?? (sent.GetProperty("sentAt").GetDecimal() is <= -1e12m or >= 1e12m ? "sentAt" : null)
        ?? (JsonMarshal.GetRawUtf8Value(sent).Length > 10 * 1_024 ? "size" : null);

    static string? Impression(IReadOnlyList<JsonElement> items) =>
        items.Count is >= 1 and <= 25
        && items.All(item => Length(item) is >= 1 and <= 256)
        && items.Sum(Length) + items.Count - 1 <= 1_000
            ? null
            : "impression";

    static string? Text(JsonElement parent, string name, int longest, bool isRequired = false)
    {
        if (!parent.TryGetProperty(name, out var value))
        {
            return isRequired ? name : null;
        }

        return Length(value) >= 1 && Length(value) <= longest ? null : name;
    }

    /// <summary>Code points, as the service counts.</summary>
    static int Length(JsonElement text) => text.GetString()!.EnumerateRunes().Count();
}
