using System.Text.Json;
using System.Text.Unicode;
using Impressions.Emulation.Http;

namespace Impressions.Emulation.Personalize;

/// <summary>Checks a PutEvents body as the service would; knows neither HTTP nor what was sent before.</summary>
static class PutEventsValidator
{
    /// <summary>The request is 5 deep at most; the rest is room to refuse by shape, not by depth.</summary>
    const int MaxDepth = 16;

    static readonly JsonDocumentOptions Strict = new()
    {
        AllowDuplicateProperties = false,
        MaxDepth = MaxDepth,
    };

    /// <param name="body">The bytes as received.</param>
    /// <param name="violationCode">
    /// Error code for a broken constraint of the API model: whether the service answers <c>InvalidInputException</c> or
    /// its front end <c>ValidationException</c> is not documented.
    /// </param>
    public static PutEventsVerdict Validate(
        ReadOnlyMemory<byte> body,
        string violationCode = Refusal.InvalidInput
    )
    {
        if (!Utf8.IsValid(body.Span))
        {
            return new PutEventsVerdict(Request: null, NotJson());
        }

        try
        {
            using var document = JsonDocument.Parse(body, Strict);
            return Validate(document.RootElement, violationCode);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: an escaped half of a surrogate pair, found only when text is taken out.
            return new PutEventsVerdict(Request: null, NotJson());
        }
    }

    static PutEventsVerdict Validate(JsonElement body, string violationCode)
    {
        var violations = new ShapeViolations();
        PutEventsShapes.Request.Check(body, path: "", violations);
        var request = violations.IsReadable ? ReceivedRequest.Read(body) : null;
        var refusal =
            violations.ToRefusal(violationCode)
            ?? request?.Events.Select(PutEventsRules.Check).FirstOrDefault(broken => broken is not null);
        return new PutEventsVerdict(request, refusal);
    }

    static Refusal NotJson() => new(400, "SerializationException", "Body is not valid JSON");
}

/// <summary>The content of a body, and what is wrong with it.</summary>
/// <param name="Request">What was asked, also when it is refused; null when it could not be read.</param>
/// <param name="Refusal">Null when nothing is wrong with the body.</param>
sealed record PutEventsVerdict(ReceivedRequest? Request, Refusal? Refusal);
