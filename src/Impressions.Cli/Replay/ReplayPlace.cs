namespace Impressions.Cli.Replay;

/// <summary>How far a replay has come: everything before this place is settled.</summary>
/// <param name="File">0-based, among the files.</param>
/// <param name="Lines">Records of that file.</param>
/// <param name="Events">Records of all files.</param>
readonly record struct ReplayPlace(int File, long Lines, long Events)
{
    public bool IsWithin(int files) =>
        File >= 0 && (File < files || files == 0) && Lines >= 0 && Events >= Lines;
}
