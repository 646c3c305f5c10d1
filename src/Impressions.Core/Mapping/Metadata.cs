namespace Impressions;

/// <summary>The datasets beside the interactions.</summary>
enum Dataset : byte
{
    Users,
    Items,
}

/// <summary>What Personalize is told of a user or an item; the next such entry of the same id replaces it.</summary>
/// <param name="Properties">A JSON object as text.</param>
readonly record struct Metadata(Dataset Dataset, string Id, string Properties);

/// <summary>A dataset that is told, and what of: places of the events.</summary>
sealed record DatasetOptions(string Arn, IReadOnlyList<(string Name, EventField Field)> Properties);
