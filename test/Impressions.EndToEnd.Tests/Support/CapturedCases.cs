using System.Text;
using Impressions.Core.Tests.Support;
using Impressions.Emulation.Lambda;
using Impressions.EndToEnd.Tests.Support.Traffic;

namespace Impressions.EndToEnd.Tests.Support;

/// <summary>The captured cases through a function that was built, whichever way.</summary>
static class CapturedCases
{
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>One process for all cases that may share one, as Lambda would reuse it.</summary>
    public static IReadOnlyList<IReadOnlyList<EventCase>> Processes { get; } =
        Share(EventCase.Names.Select(EventCase.Load));

    /// <summary>Holds what the function sends and answers against what each case expects, byte for byte.</summary>
    /// <param name="functionPath">See <see cref="FunctionProcess.Start"/>.</param>
    public static async Task PassAsync(string functionPath, IReadOnlyList<EventCase> cases)
    {
        await using var function = await LocalLambda.StartAsync(
            new LocalLambdaOptions(functionPath) { Settings = cases[0].Settings },
            CancellationToken.None
        );

        foreach (var given in cases)
        {
            var before = function.Personalize.Calls.Count;
            var answer = await function.InvokeAsync(given.Payload, Timeout, CancellationToken.None);

            Assert.Null(answer.Error);
            Assert.Equal(
                (given.Name, given.Answer),
                (given.Name, Encoding.UTF8.GetString(answer.Response.Span))
            );
            var calls = function.Personalize.Calls.Skip(before).ToList();
            Assert.All(
                calls,
                call => Assert.Equal((given.Name, 200, ""), (given.Name, call.Status, call.ErrorCode))
            );
            Assert.Equal(
                given.Calls.Order(StringComparer.Ordinal),
                calls.Select(call => Encoding.UTF8.GetString(call.Body.Span)).Order(StringComparer.Ordinal)
            );
        }
    }

    /// <summary>Those with the same settings share a process, but for events that it would know already.</summary>
    static List<List<EventCase>> Share(IEnumerable<EventCase> cases)
    {
        var processes = new List<List<EventCase>>();
        foreach (var given in cases)
        {
            var process = processes.Find(process =>
                SettingsOf(process[0]) == SettingsOf(given)
                && !process.SelectMany(EventIdsOf).Intersect(EventIdsOf(given)).Any()
            );
            if (process is null)
            {
                processes.Add([given]);
            }
            else
            {
                process.Add(given);
            }
        }

        return processes;
    }

    static string SettingsOf(EventCase given) =>
        string.Join(' ', given.Settings.Select(setting => $"{setting.Key}={setting.Value}"));

    static IEnumerable<string> EventIdsOf(EventCase given) =>
        given.Calls.SelectMany(ExpectedInteraction.Of).Select(interaction => interaction.EventId);
}
