using System.Globalization;
using Spectre.Console;

namespace Impressions.Benchmarks.WholeFunction;

/// <summary>Shows what was measured to a person: a column for each program, ratios to the first.</summary>
sealed class BenchTables(IAnsiConsole console)
{
    const double Megabyte = 1 << 20;

    static readonly (string What, string Unit, string Format, Func<BenchResult, double> Value)[] Rows =
    [
        ("process start to first answer, median", "ms", "N0", result => result.FirstAnswer.TotalMilliseconds),
        ("warm invocation, median", "ms", "N1", result => result.Median.TotalMilliseconds),
        ("warm invocation, 99th percentile", "ms", "N1", result => result.Percentile99.TotalMilliseconds),
        ("records a second", "", "N0", result => result.RecordsPerSecond),
        ("CPU per 1,000 records", "ms", "N1", result => result.CpuPerThousandRecords.TotalMilliseconds),
        ("memory after warm-up", "MB", "N1", result => result.WarmResidentBytes / Megabyte),
        (
            "memory halfway",
            "MB",
            "N1",
            result => result.ResidentBytes[(result.ResidentBytes.Count - 1) / 2] / Megabyte
        ),
        ("memory at the end", "MB", "N1", result => result.ResidentBytes[^1] / Megabyte),
        ("memory at its peak", "MB", "N1", result => result.PeakResidentBytes / Megabyte),
        ("PutEvents calls", "", "N0", result => result.Calls),
        ("interactions sent", "", "N0", result => result.Interactions),
    ];

    public void Write(BenchResults results)
    {
        var options = results.Options;
        console.MarkupLineInterpolated(
            CultureInfo.InvariantCulture,
            $"{options.Batches:N0} invocations of {options.BatchSize:N0} records of {results.BytesPerRecord:N0} B, {options.SelectedPercent} % selected, {options.Latency.TotalMilliseconds:N0} ms for each call; {options.Spawns:N0} starts"
        );
        var table = new Table().Border(TableBorder.Rounded).AddColumn("What");
        foreach (var program in results.Programs)
        {
            table.AddColumn(new TableColumn(Markup.Escape(Name(program))).RightAligned());
            if (program != results.Programs[0])
            {
                table.AddColumn(new TableColumn("Ratio").RightAligned());
            }
        }

        foreach (var row in Rows)
        {
            table.AddRow([row.What, .. Cells(row, results)]);
        }

        console.Write(table);
        if (!results.AreComplete)
        {
            console.MarkupLineInterpolated(
                CultureInfo.InvariantCulture,
                $"[red]There were {results.Interactions:N0} interactions to send.[/]"
            );
        }
    }

    static IEnumerable<string> Cells(
        (string What, string Unit, string Format, Func<BenchResult, double> Value) row,
        BenchResults results
    )
    {
        var baseline = row.Value(results.Programs[0]);
        foreach (var program in results.Programs)
        {
            var value = row.Value(program);
            yield return $"{value.ToString(row.Format, CultureInfo.InvariantCulture)} {row.Unit}".TrimEnd();
            if (program != results.Programs[0])
            {
                yield return (value / baseline).ToString("N2", CultureInfo.InvariantCulture) + " x";
            }
        }
    }

    /// <summary>Enough of the path to distinguish the programs.</summary>
    static string Name(BenchResult result) =>
        string.Join(Path.DirectorySeparatorChar, result.Program.Split(Path.DirectorySeparatorChar)[^2..]);
}
