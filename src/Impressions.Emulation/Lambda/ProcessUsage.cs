namespace Impressions.Emulation.Lambda;

/// <summary>What a process has used so far.</summary>
/// <param name="Cpu">User and system time of all its threads.</param>
/// <param name="ResidentBytes">Memory that it holds now.</param>
/// <param name="PeakResidentBytes">The most that it has held.</param>
readonly record struct ProcessUsage(TimeSpan Cpu, long ResidentBytes, long PeakResidentBytes);
