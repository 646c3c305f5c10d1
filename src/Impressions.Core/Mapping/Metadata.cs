using Impressions.Core.Selection;

namespace Impressions.Core.Mapping;

/// <summary>The datasets beside the interactions.</summary>
enum Dataset : byte
{
    Users,
    Items,
}

/// <summary>Properties of a user or an item; in Personalize they replace those that it had of the same id.</summary>
/// <param name="Properties">A JSON object as text.</param>
/// <param name="ArrivalMilliseconds">When the record reached the stream that they came with (since 1970-01-01 UTC); 0 when unknown.</param>
readonly record struct Metadata(Dataset Dataset, string Id, string Properties, long ArrivalMilliseconds = 0);

/// <summary>A dataset that gets metadata, and the places of events that it comes from.</summary>
sealed record DatasetOptions(string Arn, IReadOnlyList<(string Name, EventField Field)> Properties);
