namespace Impressions.Cli.Report;

/// <summary>
/// How many of the recommendations that were seen were clicked, and between which bounds the share lies that many more of the
/// same kind would have (95 %, Wilson's score interval: it holds for few recommendations and for shares near 0 too).
/// </summary>
/// <param name="Clicked">At most as many as were seen.</param>
readonly record struct ClickThrough(long Clicked, long Seen)
{
    /// <summary>Standard deviations to each side that hold 95 % of a normal distribution.</summary>
    const double Deviations = 1.959_963_984_540_054;

    /// <summary>From 0 to 1; null when nothing was seen.</summary>
    public double? Share => Seen == 0 ? null : (double)Clicked / Seen;

    /// <summary>The lower bound; 0 when nothing was seen.</summary>
    public double Low => Clicked == 0 ? 0 : Math.Max(0, Middle - Reach);

    /// <summary>The upper bound; 1 when nothing was seen.</summary>
    public double High => Clicked == Seen ? 1 : Math.Min(1, Middle + Reach);

    double Middle => (Clicked + (Deviations * Deviations / 2)) / (Seen + (Deviations * Deviations));

    double Reach =>
        Deviations
        / (Seen + (Deviations * Deviations))
        * Math.Sqrt(((double)Clicked * (Seen - Clicked) / Seen) + (Deviations * Deviations / 4));
}
