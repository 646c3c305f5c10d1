using System.Globalization;

namespace Impressions.Core.DeadLetters;

/// <summary>The name of an invocation's object: in order of time, and never the same twice.</summary>
static class DeadLetterKey
{
    /// <param name="suffix">Random: two instances may process the same invocation at once.</param>
    public static string Of(string prefix, DateTimeOffset time, string requestId, uint suffix) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{prefix}{time.UtcDateTime:yyyy'/'MM'/'dd'/'yyyyMMdd'T'HHmmss.fff'Z'}-{requestId}-{suffix:x8}.jsonl"
        );
}
