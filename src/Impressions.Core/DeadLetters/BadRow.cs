namespace Impressions.Core.DeadLetters;

/// <summary>
/// The form of a kept dead letter: a Snowplow bad row, which Snowplow's own tools can list and load. The schema has
/// no room for the place in the stream, so that stands as JSON text in <c>latestState</c>.
/// </summary>
static class BadRow
{
    public const string Schema =
        "iglu:com.snowplowanalytics.snowplow.badrows/event_forwarding_error/jsonschema/1-0-0";

    public const string Artifact = "impressions";

    /// <summary>The payload is the bytes themselves, which are UTF-8.</summary>
    public const string Text = "text";

    /// <summary>The payload is the bytes in base64.</summary>
    public const string Base64 = "base64";

    /// <summary>ISO 8601, UTC, milliseconds.</summary>
    public const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>Of the code that writes the row: x.y.z.</summary>
    public static string Version { get; } = typeof(BadRow).Assembly.GetName().Version?.ToString(3) ?? "";
}
