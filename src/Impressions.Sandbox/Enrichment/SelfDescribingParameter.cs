using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using Impressions.Core.Snowplow;
using Impressions.Sandbox.Collector;

namespace Impressions.Sandbox.Enrichment;

/// <summary>A parameter with self-describing JSON: as text, or as base64 without padding and safe for URLs.</summary>
static class SelfDescribingParameter
{
    /// <summary>Without one, nothing is read and nothing is wrong.</summary>
    /// <param name="plain">Name of the parameter with the text.</param>
    /// <param name="encoded">Name of the parameter with base64.</param>
    /// <param name="wrapper">Name of the schema around it, as in <c>contexts</c>.</param>
    public static bool TryRead(
        TrackedEvent tracked,
        string plain,
        string encoded,
        string wrapper,
        List<TrackingProblem> problems,
        out JsonElement data
    )
    {
        data = default;
        var name = tracked[plain].Length > 0 ? plain : encoded;
        var text = tracked[name];
        if (text.Length == 0)
        {
            return false;
        }

        if (name == encoded && !TryDecode(text, out text))
        {
            problems.Add(new(TrackingProblemKind.Base64, name, $"{name} is not base64."));
            return false;
        }

        if (!TryParse(text, out var json))
        {
            problems.Add(new(TrackingProblemKind.SelfDescribingJson, name, $"{name} is not JSON."));
            return false;
        }

        if (!Is(json, wrapper, out data))
        {
            problems.Add(
                new(
                    TrackingProblemKind.SelfDescribingJson,
                    name,
                    $"{name} is no self-describing JSON of the schema {wrapper}."
                )
            );
            return false;
        }

        return true;
    }

    /// <summary>The schema of self-describing JSON; false for anything else.</summary>
    public static bool TryReadSchema(JsonElement json, [NotNullWhen(true)] out string? schema)
    {
        schema =
            json.ValueKind == JsonValueKind.Object
            && json.TryGetProperty("schema", out var uri)
            && uri.ValueKind == JsonValueKind.String
            && json.TryGetProperty("data", out _)
                ? uri.GetString()
                : null;
        return schema is not null && SchemaUri.TryParse(Encoding.UTF8.GetBytes(schema), out _);
    }

    static bool Is(JsonElement json, string wrapper, out JsonElement data)
    {
        data = default;
        return TryReadSchema(json, out var schema)
            && schema.StartsWith(
                $"iglu:com.snowplowanalytics.snowplow/{wrapper}/jsonschema/1-0-",
                StringComparison.Ordinal
            )
            && json.TryGetProperty("data", out data);
    }

    static bool TryParse(string text, out JsonElement json)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            json = document.RootElement.Clone();
            return JsonTexts.AreReadable(json);
        }
        catch (JsonException)
        {
            json = default;
            return false;
        }
    }

    static bool TryDecode(string encoded, out string text)
    {
        text = "";
        var base64 = encoded.TrimEnd('=').Replace('-', '+').Replace('_', '/');
        var bytes = new byte[base64.Length];
        if (
            !Convert.TryFromBase64String(
                base64.PadRight((base64.Length + 3) / 4 * 4, '='),
                bytes,
                out var count
            )
        )
        {
            return false;
        }

        text = Encoding.UTF8.GetString(bytes, 0, count);
        return true;
    }
}
