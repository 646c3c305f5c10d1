using System.Globalization;
using Impressions.Core;
using Impressions.Core.Mapping;
using Impressions.Sandbox.View;

namespace Impressions.Cli.Tail;

/// <summary>Lines for people.</summary>
sealed class TailText(bool showsValues) : TailOutput(showsValues)
{
    const string Indent = "              ";

    public override void Write(TailedEvent tailed)
    {
        var seen = tailed.Seen;
        var at = seen.At.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
        Console.Out.WriteLine($"{at}  {Plain(NameOf(seen))}: {Fate(seen)}");
        if (!seen.IsIntended)
        {
            WriteLine(seen.Explanation);
        }

        foreach (var anomaly in seen.Anomalies)
        {
            WriteLine($"odd: {Codes<Anomaly>.Of(anomaly)}");
        }

        foreach (var diagnosis in seen.Diagnoses)
        {
            WriteLine(ShowsValues ? $"{diagnosis.Title}. {diagnosis.Explanation}" : $"{diagnosis.Title}.");
            WriteLines(diagnosis.Fix);
        }

        if (ShowsValues)
        {
            WriteValues(tailed);
        }
    }

    public override void Write(TailSummary summary) => summary.WriteTo(Console.Out);

    static string Fate(SeenEvent seen) =>
        seen.Fate != EventFate.Pending
            ? $"{FateOf(seen)} {seen.Reason}"
            : string.Join(
                ", ",
                seen.Interactions.GroupBy(interaction => interaction.EventType, StringComparer.Ordinal)
                    .Select(type => type.Count() == 1 ? type.Key : $"{type.Key} of {type.Count()} items")
            )
                + (
                    seen.Rule == ClickedItemRule.None
                        ? ""
                        : $", item by {Codes<ClickedItemRule>.Of(seen.Rule)}"
                );

    static void WriteValues(TailedEvent tailed)
    {
        var seen = tailed.Seen;
        WriteLine($"record {tailed.Record}, line {tailed.Line}, event {seen.Id}");
        if (seen.TargetUrl.Length > 0)
        {
            WriteLine($"link {seen.TargetUrl}");
        }

        foreach (var sent in seen.Interactions)
        {
            WriteLine(
                $"{sent.EventType} item {sent.ItemId} user {sent.UserId ?? "-"} session {sent.SessionId} recommendation "
                    + $"{sent.RecommendationId ?? "-"} shown {(sent.Impression is null ? "-" : string.Join('|', sent.Impression))}"
            );
        }
    }

    static void WriteLines(string text)
    {
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            WriteLine($"  {line}");
        }
    }

    static void WriteLine(string text) => Console.Out.WriteLine(Indent + Plain(text));

    /// <summary>What comes from an event may hold codes that a terminal obeys.</summary>
    static string Plain(string text) =>
        string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter));
}
