using Impressions.Core;
using Impressions.Emulation.Lambda;
using Impressions.Sandbox.Enrichment;

namespace Impressions.Sandbox;

/// <summary>What a sandbox is made of.</summary>
/// <param name="Function">The function and its surroundings.</param>
/// <param name="Settings">The function's settings, for the predictions in this process.</param>
sealed record SandboxOptions(LocalLambdaOptions Function, ImpressionsOptions Settings)
{
    /// <summary>The tracker of the demonstration shop is installed.</summary>
    public bool HasTracker { get; init; } = SandboxTracker.IsInstalled;

    /// <summary>What events and entities are checked against.</summary>
    public SchemaShapes Schemas { get; init; } = SchemaShapes.Published;

    /// <summary>Gets each enriched line that goes onto the stream.</summary>
    public Action<ReadOnlyMemory<byte>> Record { get; init; } = _ => { };

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
