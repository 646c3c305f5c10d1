using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Impressions.Sandbox.Enrichment;

namespace Impressions.Sandbox.Collector;

/// <summary>The content of a tracker's request: <c>payload_data</c> of a POST, the query of a GET.</summary>
static class TrackerPayload
{
    /// <summary>Most bytes of a request; the collector's stream takes no larger record.</summary>
    public const int MaxBytes = 1_000_000;

    /// <summary>Most events of a request (events); a tracker sends ten at a time.</summary>
    public const int MaxEvents = 500;

    const string SchemaPrefix = "iglu:com.snowplowanalytics.snowplow/payload_data/jsonschema/1-0-";

    static readonly JsonDocumentOptions JsonOptions = new() { MaxDepth = 16 };

    /// <summary>False for what Enrich would make a bad row of as a whole.</summary>
    /// <param name="problem">What is wrong with it, in words for the user.</param>
    public static bool TryReadBody(
        ReadOnlyMemory<byte> body,
        [NotNullWhen(true)] out IReadOnlyList<IReadOnlyDictionary<string, string>>? events,
        [NotNullWhen(false)] out string? problem
    )
    {
        events = null;
        try
        {
            using var json = JsonDocument.Parse(body, JsonOptions);
            if (!JsonTexts.AreReadable(json.RootElement))
            {
                problem = "The body has a text that is no Unicode.";
                return false;
            }

            problem = Read(json.RootElement, out var read);
            events = problem is null ? read : null;
            return problem is null;
        }
        catch (JsonException)
        {
            problem = body.IsEmpty
                ? "The request is empty: a tracker posts payload_data, {\"schema\":…,\"data\":[…]}."
                : "The body is not JSON: a tracker posts payload_data, {\"schema\":…,\"data\":[…]}.";
            return false;
        }
    }

    /// <summary>False when there is nothing in it that makes an event.</summary>
    /// <param name="query">With or without its question mark.</param>
    public static bool TryReadQuery(
        string query,
        [NotNullWhen(true)] out IReadOnlyDictionary<string, string>? parameters,
        [NotNullWhen(false)] out string? problem
    )
    {
        var read = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? pair : pair[..equals];
            var value = equals < 0 ? "" : pair[(equals + 1)..];
            read[Decode(name)] = Decode(value);
        }

        parameters = read.Count > 0 ? read : null;
        problem =
            read.Count > 0 ? null : "The request has no parameters: a tracker sends at least e, p and tv.";
        return parameters is not null;
    }

    static string? Read(JsonElement root, out IReadOnlyList<IReadOnlyDictionary<string, string>> events)
    {
        events = [];
        if (
            root.ValueKind != JsonValueKind.Object
            || !root.TryGetProperty("schema", out var schema)
            || schema.ValueKind != JsonValueKind.String
            || !schema.GetString()!.StartsWith(SchemaPrefix, StringComparison.Ordinal)
        )
        {
            return $"The body is JSON, but no payload_data: want \"schema\":\"{SchemaPrefix}4\".";
        }

        if (!root.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Array)
        {
            return "The payload has no array \"data\" of events.";
        }

        var count = data.GetArrayLength();
        if (count is 0 or > MaxEvents)
        {
            return $"The payload has {count} events: want 1 to {MaxEvents}.";
        }

        var read = new List<IReadOnlyDictionary<string, string>>(count);
        foreach (var entry in data.EnumerateArray())
        {
            if (!TryReadParameters(entry, out var parameters))
            {
                return "An event of the payload is no object of texts: trackers send every parameter as a text.";
            }

            read.Add(parameters);
        }

        events = read;
        return null;
    }

    static bool TryReadParameters(
        JsonElement entry,
        [NotNullWhen(true)] out IReadOnlyDictionary<string, string>? parameters
    )
    {
        parameters = null;
        if (entry.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        var read = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var member in entry.EnumerateObject())
        {
            if (member.Value.ValueKind != JsonValueKind.String)
            {
                return false;
            }

            read[member.Name] = member.Value.GetString()!;
        }

        parameters = read;
        return true;
    }

    /// <summary>As forms do: <c>+</c> is a blank. What is no escape stays as it is.</summary>
    static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
