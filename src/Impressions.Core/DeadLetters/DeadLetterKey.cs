using System.Globalization;

namespace Impressions;

/// <summary>The name of an invocation's object: in order of time, and never the same twice.</summary>
static class DeadLetterKey
{
    /// <param name="chance">Any number: Lambda may deliver the same invocation twice at once.</param>
    public static string Of(string prefix, DateTimeOffset time, string requestId, uint chance) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{prefix}{time.UtcDateTime:yyyy'/'MM'/'dd'/'yyyyMMdd'T'HHmmss.fff'Z'}-{requestId}-{chance:x8}.jsonl"
        );
}
