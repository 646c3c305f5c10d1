using System.Text.Json;
using Impressions.Core.Personalize;
using Impressions.Emulation.Http;

namespace Impressions.Emulation.Personalize;

/// <summary>What the service documents beyond its API model, for one event at a time.</summary>
static class PutEventsRules
{
    /// <summary>
    /// The end of the year 9999 in seconds, 1978 in milliseconds. The service documents no bound; refusing milliseconds
    /// is this endpoint's choice, because nothing else would show the mistake.
    /// </summary>
    const decimal SentAtEnd = 253_402_300_800;

    static readonly string[] ReservedProperties =
    [
        "userId",
        "sessionId",
        "eventType",
        "timestamp",
        "recommendationId",
        "impression",
    ];

    /// <summary>Properties are a flat map; a key that comes twice could not be kept.</summary>
    static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 2 };

    /// <returns>Null when the event keeps every rule.</returns>
    public static Refusal? Check(ReceivedEvent entry)
    {
        if (entry.Bytes > PersonalizeLimits.MaxEventBytes)
        {
            return Refusal.Invalid($"Event must not be larger than {PersonalizeLimits.MaxEventBytes} bytes");
        }

        if (entry.SentAt is <= -SentAtEnd or >= SentAtEnd)
        {
            return Refusal.Invalid("sentAt must be in seconds");
        }

        if (entry.Impression is { } items && JoinedLength(items) > PersonalizeLimits.MaxImpressionLength)
        {
            return Refusal.Invalid(
                $"Impression must not be longer than {PersonalizeLimits.MaxImpressionLength} characters"
            );
        }

        return entry.Properties is { } properties ? CheckProperties(properties) : null;
    }

    static int JoinedLength(IReadOnlyList<string> items) => string.Join('|', items).EnumerateRunes().Count();

    static Refusal? CheckProperties(string properties)
    {
        try
        {
            using var document = JsonDocument.Parse(properties, Strict);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return Unparseable();
            }

            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (ReservedProperties.Contains(property.Name, StringComparer.OrdinalIgnoreCase))
                {
                    return Refusal.Invalid("Properties must not contain a reserved key");
                }

                if (
                    property.Value.ValueKind
                    is JsonValueKind.Object
                        or JsonValueKind.Array
                        or JsonValueKind.Null
                )
                {
                    return Unparseable();
                }
            }

            return null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return Unparseable();
        }
    }

    /// <summary>The one message of the service that users have quoted.</summary>
    static Refusal Unparseable() => Refusal.Invalid("Error parsing properties json");
}
