using System.CommandLine;
using System.Globalization;
using Spectre.Console;

namespace Impressions;

/// <summary><c>impressions scale</c>: what carries a load, by arithmetic.</summary>
static class ScaleCommand
{
    static readonly int[] Loads = [1_000, 10_000, 100_000];

    static readonly Option<int> Bytes = NumberOption.Create(
        "--bytes",
        "Of an event.",
        preset: 3_900,
        most: 1 << 20,
        least: 1
    );

    static readonly Option<int> BatchSize = NumberOption.Create(
        "--batch",
        "Records of an invocation.",
        preset: 100,
        most: 10_000,
        least: 1
    );

    static readonly Option<int> Calls = NumberOption.Create(
        "--calls",
        "PutEvents calls for 1,000 events.",
        preset: 205,
        most: 1_000
    );

    static readonly Option<int> Latency = NumberOption.Create(
        "--latency",
        "Of a call (milliseconds).",
        preset: 20,
        most: 60_000,
        unit: "MS"
    );

    static readonly Option<int> Cpu = NumberOption.Create(
        "--cpu",
        "For 1,000 events, as bench measures it (milliseconds).",
        preset: 15,
        most: 60_000,
        least: 1,
        unit: "MS"
    );

    static readonly Option<int> Memory = NumberOption.Create(
        "--memory",
        "Of the function (megabytes).",
        preset: 512,
        most: 10_240,
        least: 128,
        unit: "MB"
    );

    public static Command Create()
    {
        var command = new Command(
            "scale",
            "Say which stream and function carry 1,000, 10,000 and 100,000 events a second, where the load is even."
        )
        {
            Bytes,
            BatchSize,
            Calls,
            Latency,
            Cpu,
            Memory,
        };
        command.SetAction(parsed =>
            Write(
                ToolConsole.Output(),
                Loads.Select(events => new ScaleLoad(
                    events,
                    parsed.GetValue(Bytes),
                    parsed.GetValue(BatchSize),
                    parsed.GetValue(Calls),
                    TimeSpan.FromMilliseconds(parsed.GetValue(Latency)),
                    TimeSpan.FromMilliseconds(parsed.GetValue(Cpu)),
                    parsed.GetValue(Memory)
                ))
            )
        );
        return command;
    }

    static void Write(IAnsiConsole console, IEnumerable<ScaleLoad> loads)
    {
        var table = new Table().Border(TableBorder.Rounded);
        string[] headings =
        [
            "Events a second",
            "Shards",
            "ParallelizationFactor",
            "Invocation",
            "PutEvents a second",
            "GB-s for a million",
        ];
        foreach (var heading in headings)
        {
            table.AddColumn(new TableColumn(heading).RightAligned());
        }

        foreach (var load in loads)
        {
            var plan = ScalePlan.Of(load);
            table.AddRow(
                Text(load.EventsPerSecond),
                Text(plan.Shards),
                Text(plan.ParallelizationFactor),
                $"{Text(plan.Invocation.TotalMilliseconds)} ms",
                plan.CallsPerSecond > PersonalizeLimits.CallsPerSecond
                    ? $"{Text(plan.CallsPerSecond)}: raise the quota"
                    : Text(plan.CallsPerSecond),
                Text(plan.GigabyteSecondsPerMillion)
            );
        }

        console.Write(table);
    }

    static string Text(double number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
