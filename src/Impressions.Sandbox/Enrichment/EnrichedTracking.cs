using System.Text.Json;
using Impressions.Sandbox.View;

namespace Impressions.Sandbox.Enrichment;

/// <summary>Why Enrich would make a bad row of an event: nothing downstream would ever see it.</summary>
/// <param name="Kind">A code.</param>
/// <param name="Where">The parameter, or the schema and property.</param>
/// <param name="Explanation">In words for the user.</param>
/// <param name="Fix">What to write in the page's script instead; empty where nothing can be said.</param>
sealed record TrackingProblem(TrackingProblemKind Kind, string Where, string Explanation, string Fix = "");

/// <summary>What is wrong with an event before any mapping.</summary>
enum TrackingProblemKind
{
    /// <summary>A parameter's value is of the wrong kind, or is missing.</summary>
    Parameter,

    /// <summary><c>ue_px</c> or <c>cx</c> is not base64.</summary>
    Base64,

    /// <summary>Self-describing JSON is not JSON, or not self-describing.</summary>
    SelfDescribingJson,

    /// <summary>A list of entities within the list of entities.</summary>
    NestedEntities,

    /// <summary>Content that its schema does not allow.</summary>
    SchemaViolation,
}

/// <summary>A tracked event as Enrich would write it, and what stands in the way.</summary>
/// <param name="Event">The self-describing event itself, with its schema; null for others.</param>
/// <param name="Entities">With their schemas.</param>
/// <param name="Problems">Empty for an event that reaches the stream.</param>
/// <param name="Unchecked">Schemas that are not known here, so nothing is checked against them.</param>
sealed record EnrichedTracking(
    EnrichedRow Row,
    JsonElement? Event,
    IReadOnlyList<JsonElement> Entities,
    IReadOnlyList<TrackingProblem> Problems,
    IReadOnlyList<string> Unchecked
)
{
    public bool IsGood => Problems.Count == 0;

    public TrackedElements Elements { get; } = new(Entities);
}
