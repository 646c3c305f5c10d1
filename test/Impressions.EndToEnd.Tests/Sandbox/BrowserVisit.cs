using System.Globalization;
using System.Net;
using System.Text.Json;
using Impressions.Core;
using Impressions.Emulation.Personalize;
using Impressions.EndToEnd.Tests.Support;
using Impressions.Sandbox;

namespace Impressions.EndToEnd.Tests.Sandbox;

/// <summary>What a scenario of <c>shop.mjs</c> led to: in the live view, and at the Personalize endpoint.</summary>
/// <param name="Shown">A line for each event of the live view: name, fate, and what it says below.</param>
/// <param name="Problems">Errors of the page's own scripts.</param>
/// <param name="Accepted">In order.</param>
/// <param name="Lines">The enriched events that went onto the stream.</param>
sealed record BrowserVisit(
    IReadOnlyList<string> Shown,
    IReadOnlyList<string> Problems,
    IReadOnlyList<AcceptedEvent> Accepted,
    IReadOnlyList<ReadOnlyMemory<byte>> Lines
)
{
    /// <param name="folder">For the pictures of the scenario that makes some.</param>
    /// <param name="settings">Of the function.</param>
    public static async Task<BrowserVisit> MakeAsync(
        string scenario,
        string folder = "",
        params (string Name, string Value)[] settings
    )
    {
        var variables = settings.ToDictionary(setting => setting.Name, setting => setting.Value);
        var function = SandboxFunctions.Options with { Settings = variables };
        variables[Settings.TrackingId.Name] = function.Endpoint.TrackingId;
        Assert.True(ImpressionsOptions.TryRead(variables.GetValueOrDefault, out var options, out _));
        var lines = new List<ReadOnlyMemory<byte>>();
        await using var sandbox = await SandboxHost.StartAsync(
            new SandboxOptions(function, options) { Record = lines.Add },
            CancellationToken.None
        );
        await using var server = await SandboxServer.StartAsync(
            sandbox,
            IPAddress.Loopback,
            port: 0,
            TimeProvider.System,
            CancellationToken.None
        );

        var script = Path.Combine(NodeJs.SdkFolder, "shop.mjs");
        var run = await Command.RunAsync(
            "node",
            [script, Browser.Executable, server.Address.ToString(), scenario, folder]
        );

        Assert.True(run.ExitCode == 0, run.Errors);
        using var told = JsonDocument.Parse(run.Output);
        return new BrowserVisit(
            [.. told.RootElement.GetProperty("shown").EnumerateArray().Select(Line)],
            [.. told.RootElement.GetProperty("problems").EnumerateArray().Select(text => text.GetString()!)],
            sandbox.Function.Personalize!.Accepted,
            lines
        );
    }

    /// <summary>What Personalize took: event type, item, recommendation, number of items on view.</summary>
    public IEnumerable<string> Interactions =>
        Accepted.Select(taken =>
            string.Join(
                ' ',
                new[]
                {
                    taken.Event.EventType,
                    taken.Event.ItemId,
                    taken.Event.RecommendationId,
                    taken.Event.Impression?.Count.ToString(CultureInfo.InvariantCulture),
                }.OfType<string>()
            )
        );

    static string Line(JsonElement row) =>
        string.Join(
            " | ",
            row.GetProperty("lines")
                .EnumerateArray()
                .Select(line => line.GetString())
                .Prepend($"{row.GetProperty("name")} {row.GetProperty("fate")}")
        );
}
