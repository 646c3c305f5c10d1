namespace Impressions.Core.Mapping;

/// <summary>How an invocation fared with what processes share in a table: shown items, or clicks.</summary>
/// <param name="Loaded">Rows that it had.</param>
/// <param name="Saved">Rows that were written into it.</param>
/// <param name="Failed">Rows that could be neither read nor written.</param>
/// <param name="Failure">Why, as a code; empty when nothing failed.</param>
readonly record struct TableReport(int Loaded, int Saved, int Failed, string Failure)
{
    public static TableReport Nothing { get; } = new(Loaded: 0, Saved: 0, Failed: 0, Failure: "");

    public TableReport And(TableReport other) =>
        new(
            Loaded + other.Loaded,
            Saved + other.Saved,
            Failed + other.Failed,
            Failure.Length > 0 ? Failure : other.Failure
        );
}
