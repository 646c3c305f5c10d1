using System.Globalization;
using Impressions.Core.DeadLetters;
using Spectre.Console;

namespace Impressions.Cli.DeadLetters;

/// <summary>A listing for people.</summary>
sealed class DeadLetterTables(IAnsiConsole console)
{
    /// <summary>Unreadable lines named; all are counted.</summary>
    const int MaxPlaces = 10;

    const string OfLambda =
        "Lambda gave up on these records before the function settled them; remove the cause, then replay.";

    public void Write(DeadLetterListing listing, string location)
    {
        var table = new Table().Border(TableBorder.Rounded).BorderColor(Color.Grey);
        table.AddColumns("Reason", "Error code", "Dead letters", "First (UTC)", "Last (UTC)", "Objects");
        foreach (var ((reason, errorCode), group) in listing.Groups)
        {
            table.AddRow(
                Markup.Escape(reason),
                Markup.Escape(errorCode),
                Number(group.Count),
                Time(group.First),
                Time(group.Last),
                Number(group.Objects.Count)
            );
        }

        console.MarkupLineInterpolated($"[bold]Dead letters in {location}: {Number(listing.Count)}[/]");
        if (table.Rows.Count > 0)
        {
            console.Write(table);
        }

        WriteReasons(console, listing.Groups.Keys.Select(key => key.Reason));
        if (listing.Unreadable.Count > 0)
        {
            console.MarkupLineInterpolated(
                $"[yellow]{Number(listing.Unreadable.Count)} lines are not dead letters:[/]"
            );
            foreach (var (name, lineNumber) in listing.Unreadable.Take(MaxPlaces))
            {
                console.MarkupLineInterpolated($"  {name}, line {Number(lineNumber)}");
            }
        }
    }

    /// <summary>What each reason means and what to do about it.</summary>
    public static void WriteReasons(IAnsiConsole console, IEnumerable<string> reasons)
    {
        foreach (var reason in reasons.Distinct(StringComparer.Ordinal))
        {
            var isLambdas = reason.Length > 0 && char.IsAsciiLetterUpper(reason[0]); // the function's are snake_case
            var meaning = isLambdas ? OfLambda : DeadLetterReasons.Explain(reason);
            console.MarkupLineInterpolated($"[grey]{reason}: {meaning}[/]");
        }
    }

    static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    static string Time(DateTimeOffset time) =>
        time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
