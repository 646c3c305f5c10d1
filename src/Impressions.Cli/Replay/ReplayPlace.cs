namespace Impressions;

/// <summary>How far a replay has come: everything before this place is settled.</summary>
/// <param name="File">0-based, among the files.</param>
/// <param name="Lines">Of that file.</param>
/// <param name="Events">Lines of all files.</param>
readonly record struct ReplayPlace(int File, long Lines, long Events);
