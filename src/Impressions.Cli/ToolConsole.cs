using System.Text.Encodings.Web;
using System.Text.Json;
using Spectre.Console;

namespace Impressions.Cli;

/// <summary>Output of the commands: results on standard output, progress on standard error.</summary>
static class ToolConsole
{
    /// <summary>Wide enough for every column where the output is not a terminal (characters).</summary>
    const int PlainWidth = 160;

    /// <summary>Steps from which on a progress bar is worth its lines.</summary>
    const int LongWork = 50;

    /// <summary>Colours and boxes for a terminal, plain text for a pipe or a file.</summary>
    public static IAnsiConsole Output()
    {
        if (!Console.IsOutputRedirected)
        {
            return AnsiConsole.Console;
        }

        var console = AnsiConsole.Create(
            new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors }
        );
        console.Profile.Width = PlainWidth;
        return console;
    }

    /// <summary>For the one object that <c>--json</c> writes.</summary>
    public static Utf8JsonWriter Json(Stream output) =>
        new(
            output,
            new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true }
        );

    public static void WriteCounts(
        Utf8JsonWriter json,
        string name,
        IEnumerable<KeyValuePair<string, long>> counts
    )
    {
        json.WriteStartObject(name);
        foreach (var (code, count) in counts)
        {
            json.WriteNumber(code, count);
        }

        json.WriteEndObject();
    }

    public static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    /// <summary>Bytes as steps of progress.</summary>
    public static int Kibibytes(long bytes) => (int)Math.Min(bytes / 1_024, int.MaxValue);

    /// <summary>Does the work, with a progress bar where it is long and somebody is watching.</summary>
    /// <param name="steps">What there is to do.</param>
    /// <param name="unit">What a step is called, in the plural.</param>
    /// <param name="work">Gets what is to be called with the number of steps done.</param>
    public static Task<T> WithProgressAsync<T>(int steps, string unit, Func<Action<int>, Task<T>> work)
    {
        if (steps < LongWork || Console.IsErrorRedirected)
        {
            return work(_ => { });
        }

        var console = AnsiConsole.Create(
            new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) }
        );
        return console
            .Progress()
            .AutoClear(enabled: true)
            .StartAsync(context =>
            {
                var task = context.AddTask(unit, maxValue: steps);
                return work(done => task.Value = done);
            });
    }
}
