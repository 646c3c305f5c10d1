using System.Globalization;
using static Impressions.Cli.Report.ReportWords;

namespace Impressions.Cli.Report;

/// <summary>
/// The report's pictures. Text stays outside of them: they are stretched to the width that there is.
/// </summary>
static class ReportCharts
{
    const int Width = 1_000;
    const int Height = 240;

    /// <summary>Where the interval of few recommendations reaches far beyond all shares, it is cut off (times the largest share).</summary>
    const double MaxScale = 3;

    /// <summary>For the end of the longest interval's line to be seen.</summary>
    const double Margin = 1.02;

    /// <summary>More would not be told apart (days).</summary>
    const int MaxDots = 120;

    /// <summary>What the right or upper end of a picture stands for.</summary>
    public static double Scale(IEnumerable<ClickThrough> shares)
    {
        var known = shares.Where(share => share.Seen > 0).ToList();
        var largest = known.Select(share => share.Share!.Value).DefaultIfEmpty().Max();
        var highest = known.Select(share => share.High).DefaultIfEmpty(1).Max();
        return largest == 0 ? highest : Math.Min(Margin * highest, MaxScale * largest);
    }

    /// <summary>A bar as long as the share, with its interval.</summary>
    public static Html Bar(ClickThrough share, double scale)
    {
        if (share.Share is not { } value)
        {
            return Html.Of($"");
        }

        var (low, high) = (At(share.Low), At(share.High));
        return Html.Of(
            $"""
            <svg class="bar" viewBox="0 0 {Width} 20" preserveAspectRatio="none" aria-hidden="true"><rect width="{At(
                value
            )}" height="20"/><path d="M{low} 5V15M{low} 10H{high}M{high} 5V15"/></svg>
            """
        );

        string At(double part) => Number(Math.Min(1, part / scale) * Width);
    }

    /// <summary>Shares over time, each day's interval as a band.</summary>
    public static Html Line(IReadOnlyList<DayFigure> days)
    {
        var seen = days.Where(day => day.ClickThrough.Seen > 0).ToList();
        if (seen.Count == 0)
        {
            return Html.Of($"");
        }

        var scale = Math.Min(1, Scale(seen.Select(day => day.ClickThrough)));
        var (first, last) = (seen[0].Day, seen[^1].Day);
        var span = Math.Max(1, last.DayNumber - first.DayNumber);
        var upper = seen.Select(day => Point(day, day.ClickThrough.High));
        var lower = Enumerable.Reverse(seen).Select(day => Point(day, day.ClickThrough.Low));
        var line = seen.Select(day => Point(day, day.ClickThrough.Share!.Value));
        var dots = seen.Count > MaxDots ? [] : line.Select(point => $"M{point}h0");
        return Chart(
            Percent(scale),
            Percent(scale / 2),
            "0 %",
            seen,
            Html.Of(
                $"""
                <path class="band" d="M{string.Join('L', upper.Concat(lower))}Z"/>
                <path class="line" d="M{string.Join('L', line)}"/>
                <path class="dots" d="{string.Concat(dots)}"/>
                """
            )
        );

        string Point(DayFigure day, double share) =>
            $"{Number(seen.Count == 1 ? Width / 2.0 : (double)(day.Day.DayNumber - first.DayNumber) / span * Width)} "
            + Number(Height - (Math.Min(1, share / scale) * Height));
    }

    /// <summary>Amounts over time, a column a day.</summary>
    public static Html Columns(IReadOnlyList<DayFigure> days)
    {
        var most = days.Select(day => day.Conversions.Revenue).DefaultIfEmpty().Max();
        if (most <= 0)
        {
            return Html.Of($"");
        }

        var (first, last) = (days[0].Day, days[^1].Day);
        var width = (double)Width / (last.DayNumber - first.DayNumber + 1);
        return Chart(
            Money(most),
            Money(most / 2),
            "0",
            days,
            Html.Of($"<path class=\"columns\" d=\"{string.Concat(days.Select(Column))}\"/>")
        );

        string Column(DayFigure day)
        {
            var height = (double)(Math.Max(0, day.Conversions.Revenue) / most) * Height;
            var left = (day.Day.DayNumber - first.DayNumber) * width;
            return $"M{Number(left + (width * 0.1))} {Height}v-{Number(height)}h{Number(width * 0.8)}v{Number(height)}z";
        }
    }

    static Html Chart(string top, string middle, string bottom, IReadOnlyList<DayFigure> days, Html shapes) =>
        Html.Of(
            $"""
            <div class="chart" aria-hidden="true">
            <div class="scale"><span>{top}</span><span>{middle}</span><span>{bottom}</span></div>
            <svg viewBox="0 0 {Width} {Height}" preserveAspectRatio="none">
            <path class="grid" d="M0 0H{Width}M0 {Height / 2}H{Width}M0 {Height}H{Width}"/>
            {shapes}
            </svg>
            <div class="days">{days.Select(day => day.Day).Where(
                (_, i) => i == 0 || i == days.Count - 1
            ).Select(day => Html.Of($"<span>{Day(day)}</span>"))}</div>
            </div>
            """
        );

    static string Number(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}
