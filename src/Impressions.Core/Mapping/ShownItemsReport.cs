namespace Impressions.Core.Mapping;

/// <summary>How an invocation fared with the table of shown items.</summary>
/// <param name="Loaded">Recommendations that it knew.</param>
/// <param name="Saved">Recommendations that were written into it.</param>
/// <param name="Failed">Recommendations that could be neither read nor written.</param>
/// <param name="Failure">Why, as a code; empty when nothing failed.</param>
readonly record struct ShownItemsReport(int Loaded, int Saved, int Failed, string Failure)
{
    public static ShownItemsReport Nothing { get; } = new(Loaded: 0, Saved: 0, Failed: 0, Failure: "");

    public ShownItemsReport And(ShownItemsReport other) =>
        new(
            Loaded + other.Loaded,
            Saved + other.Saved,
            Failed + other.Failed,
            Failure.Length > 0 ? Failure : other.Failure
        );
}
