namespace Impressions.Cli.Run;

/// <summary>What <c>impressions run</c> was asked for.</summary>
/// <param name="Files">Empty for the samples.</param>
/// <param name="FunctionPath">Executable, or a <c>.dll</c>.</param>
/// <param name="Latency">How long Personalize takes to answer a call.</param>
sealed record RunOptions(IReadOnlyList<string> Files, string FunctionPath, TimeSpan Latency);
