using System.Text.Encodings.Web;
using System.Text.Json;
using Spectre.Console;

namespace Impressions;

/// <summary>How the tool's verbs speak: results on standard output, progress on standard error.</summary>
static class ToolConsole
{
    /// <summary>Wide enough for every column where the output is no terminal (characters).</summary>
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

    /// <summary>Does the work, with a progress bar where it is long and somebody is watching.</summary>
    /// <param name="steps">What there is to do.</param>
    /// <param name="unit">What a step is called, in the plural.</param>
    /// <param name="work">Gets what to tell the number of steps done.</param>
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
