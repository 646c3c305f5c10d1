namespace Impressions.Cli.Report;

/// <summary>Sums by day, in UTC.</summary>
/// <param name="maxDays">Days told apart.</param>
sealed class ReportDays(int maxDays)
{
    readonly Dictionary<DateOnly, (long Clicked, long Seen, long Clicks, Conversions Conversions)> _days = [];

    /// <summary>Views, clicks and conversions on further days.</summary>
    public long LeftOut { get; private set; }

    public IReadOnlyList<DayFigure> Figures =>
        [
            .. _days
                .OrderBy(day => day.Key)
                .Select(day => new DayFigure(
                    day.Key,
                    new(day.Value.Clicked, day.Value.Seen),
                    day.Value.Clicks,
                    day.Value.Conversions
                )),
        ];

    public void Add(
        long atMilliseconds,
        long clicked = 0,
        long seen = 0,
        long clicks = 0,
        Conversions conversions = default
    )
    {
        var day = DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeMilliseconds(atMilliseconds).UtcDateTime);
        if (_days.Count >= maxDays && !_days.ContainsKey(day))
        {
            LeftOut++;
            return;
        }

        var sum = _days.GetValueOrDefault(day);
        _days[day] = (
            sum.Clicked + clicked,
            sum.Seen + seen,
            sum.Clicks + clicks,
            sum.Conversions.And(conversions)
        );
    }
}
