using System.Text.Json;
using Impressions.Core.Mapping;
using Impressions.Sandbox.Collector;
using Impressions.Sandbox.Enrichment;

namespace Impressions.Sandbox.View;

/// <summary>How far an event of the sandbox has come.</summary>
enum EventFate
{
    /// <summary>On its way through the function.</summary>
    Pending,

    /// <summary>Personalize took all its interactions.</summary>
    Sent,

    /// <summary>It makes no interaction, for a reason.</summary>
    Skipped,

    /// <summary>The function put it into the bucket for what can never be sent.</summary>
    DeadLetter,

    /// <summary>The function did not settle it; Lambda would deliver it again.</summary>
    Failed,

    /// <summary>Enrich would make a bad row of it, which never reaches the function.</summary>
    BadRow,

    /// <summary>No event of a tracker at all.</summary>
    Refused,
}

/// <summary>One event of the live view, from the browser to Personalize.</summary>
/// <param name="Number">From 1, in the order of arrival.</param>
sealed record SeenEvent(int Number, DateTimeOffset At)
{
    public EventFate Fate { get; init; }

    /// <summary>The code of a skip or dead letter; else empty.</summary>
    public string Reason { get; init; } = "";

    /// <summary>False where somebody has to repair something.</summary>
    public bool IsIntended { get; init; } = true;

    /// <summary>What became of it, in words.</summary>
    public string Explanation { get; init; } = "";

    public ClickedItemRule Rule { get; init; }

    /// <summary>As the function maps it.</summary>
    public IReadOnlyList<Interaction> Interactions { get; init; } = [];

    public IReadOnlyList<Anomaly> Anomalies { get; init; } = [];

    /// <summary>Numbers of the PutEvents calls that carried it.</summary>
    public IReadOnlyList<int> Calls { get; init; } = [];

    public IReadOnlyList<Diagnosis> Diagnoses { get; init; } = [];

    /// <summary>Null where nothing could be read.</summary>
    public TrackedEvent? Tracked { get; init; }

    public EnrichedTracking? Enriched { get; init; }

    /// <summary>Null where it was an event.</summary>
    public RefusedContent? Refused { get; init; }

    public string Id => Enriched?.Row["event_id"] ?? "";

    public string Name => Enriched?.Row["event_name"] ?? "";

    /// <summary>Of the session that the tracker names; empty without one.</summary>
    public string Session => Enriched?.Row["domain_sessionid"] ?? "";

    /// <summary>What it carries of element tracking.</summary>
    public TrackedElements Elements => Enriched?.Elements ?? TrackedElements.None;

    /// <summary>A click on a link, or what the function takes for a click.</summary>
    public bool IsClick =>
        Name == "link_click" || Interactions.Any(interaction => interaction.EventType == "Click");

    /// <summary>The clicked link; empty for anything else.</summary>
    public string TargetUrl => Name == "link_click" ? Member("targetUrl") : "";

    /// <summary>What an ecommerce event does; empty for anything else.</summary>
    public string Action => Name == "snowplow_ecommerce_action" ? Member("type") : "";

    /// <summary>A text of the self-describing event; empty without it.</summary>
    string Member(string name) =>
        Enriched?.Event is { } self
        && self.GetProperty("data") is { ValueKind: JsonValueKind.Object } data
        && data.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : "";
}
