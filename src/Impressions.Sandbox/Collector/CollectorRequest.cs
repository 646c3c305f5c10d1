namespace Impressions.Sandbox.Collector;

/// <summary>What a collector knows of a request apart from its content.</summary>
/// <param name="NetworkUserId">The visitor's id by the collector's cookie; null where the visitor asked to stay unknown.</param>
/// <param name="IpAddress">Null where the visitor asked to stay unknown.</param>
/// <param name="Page">Header <c>Referer</c>: the page, where the event itself names none.</param>
sealed record CollectorRequest(
    DateTimeOffset ReceivedAt,
    string UserAgent,
    string? NetworkUserId,
    string? IpAddress,
    string Page
);

/// <summary>One event as the tracker sent it: its parameters by the names of Snowplow's tracker protocol.</summary>
sealed record TrackedEvent(IReadOnlyDictionary<string, string> Parameters, CollectorRequest Request)
{
    public string this[string parameter] => Parameters.GetValueOrDefault(parameter, "");
}

/// <summary>What was sent to the collector and is no event of a tracker.</summary>
/// <param name="Explanation">Why, in words for the user.</param>
/// <param name="Content">The beginning of what came.</param>
sealed record RefusedContent(DateTimeOffset ReceivedAt, string Explanation, string Content);
