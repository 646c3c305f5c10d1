namespace Impressions.Cli.Doctor;

/// <summary>What to look at, as the user names it; null for what is not named.</summary>
/// <param name="Stream">Its name or ARN.</param>
sealed record DoctorTarget(string? Stack, string? Function, string? TrackingId, string? Stream);
