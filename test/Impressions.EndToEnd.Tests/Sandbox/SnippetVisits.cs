using System.Net;
using System.Text;
using System.Text.Json;
using Impressions.Core;
using Impressions.Core.Snowplow;
using Impressions.Core.Tests.Support;
using Impressions.Emulation.Personalize;
using Impressions.EndToEnd.Tests.Support;
using Impressions.Sandbox;
using Impressions.Sandbox.View;

namespace Impressions.EndToEnd.Tests.Sandbox;

/// <summary>
/// README's snippet on each page of <c>shapes.mjs</c>, with each version of the tracker: visited once for all tests,
/// collected by the sandbox, with the published function behind it.
/// </summary>
public sealed class SnippetVisits : IAsyncLifetime
{
    /// <summary>Column <c>app_id</c>, which the function does not read.</summary>
    const int AppId = 0;

    static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    readonly Dictionary<string, Visit> _visits = [];
    readonly Dictionary<int, JsonElement> _shown = [];

    /// <summary>The tracker's versions, newest first.</summary>
    public static IReadOnlyList<string> Versions { get; } = ["4.10.1", "4.6.8"];

    /// <summary>Where npm puts them.</summary>
    static IEnumerable<string> Folders =>
        [
            Repository.PathTo(SandboxTracker.PackageFolder, "node_modules"),
            Path.Combine(NodeJs.SdkFolder, "node_modules"),
        ];

    /// <summary>By the tracker's version, <c>npm</c> or <c>mistakes</c>, and the name of the page.</summary>
    internal Visit this[string version, string shape] => _visits[$"{version}/{shape}"];

    /// <summary>Version and shape of each.</summary>
    internal IEnumerable<string> Names => _visits.Keys;

    public async ValueTask InitializeAsync()
    {
        if (Browser.Missing() is not null)
        {
            return;
        }

        var function = SandboxFunctions.Options;
        Assert.True(
            ImpressionsOptions.TryRead(
                name => name == Settings.TrackingId.Name ? function.Endpoint.TrackingId : null,
                out var settings,
                out _
            )
        );
        var lines = new List<string[]>();
        await using var sandbox = await SandboxHost.StartAsync(
            new SandboxOptions(function, settings)
            {
                Record = line => lines.Add(Encoding.UTF8.GetString(line.Span).Split('\t')),
            },
            CancellationToken.None
        );
        await using var server = await SandboxServer.StartAsync(
            sandbox,
            IPAddress.Loopback,
            port: 0,
            TimeProvider.System,
            CancellationToken.None
        );
        var script = Path.Combine(NodeJs.SdkFolder, "snippet.mjs");
        var run = await Command.RunAsync(
            "node",
            [script, Browser.Executable, server.Address.ToString(), Repository.Root, .. Folders]
        );
        Assert.True(run.ExitCode == 0, run.Errors);
        using var pages = JsonDocument.Parse(run.Output);
        var told = pages.RootElement.EnumerateArray().ToList();
        await ReadAsync(sandbox, told.Sum(page => page.GetProperty("sent").GetInt32()));

        foreach (var page in told)
        {
            var appId = page.GetProperty("appId").GetString()!;
            var own = lines.Where(columns => columns[AppId] == appId).ToList();
            _visits[appId] = new Visit(
                [.. page.GetProperty("problems").EnumerateArray().Select(text => text.GetString()!)],
                page.GetProperty("sent").GetInt32() - own.Count,
                [.. own.Select(columns => columns[(int)EnrichedColumn.EventName])],
                [.. Clicks(own, sandbox.Function.Personalize!.Accepted)],
                [.. Diagnoses(appId)]
            );
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Returns when every event that the browser sent has its fate.</summary>
    async Task ReadAsync(SandboxHost sandbox, int sent)
    {
        using var limit = new CancellationTokenSource(Patience);
        Assert.True(sandbox.Feed.TryOpen(out var messages));
        await foreach (var message in messages.ReadAllAsync(limit.Token))
        {
            using var json = JsonDocument.Parse(message.Json);
            if (
                message.Kind == FeedMessages.EventKind
                && json.RootElement.GetProperty("fate").GetString() != "pending"
            )
            {
                _shown[message.Number] = json.RootElement.Clone();
                if (_shown.Count == sent)
                {
                    return;
                }
            }
        }
    }

    /// <summary>Title and repair of each diagnosis in the live view.</summary>
    IEnumerable<(string Title, string Text)> Diagnoses(string appId) =>
        _shown
            .Values.Where(seen => seen.GetProperty("columns").GetProperty("app_id").GetString() == appId)
            .SelectMany(seen => seen.GetProperty("diagnoses").EnumerateArray())
            .Select(found =>
                (
                    found.GetProperty("title").GetString()!,
                    $"{found.GetProperty("explanation")}\n{found.GetProperty("fix")}"
                )
            );

    static IEnumerable<string> Clicks(List<string[]> lines, IReadOnlyList<AcceptedEvent> accepted)
    {
        var ids = lines.ConvertAll(columns => columns[(int)EnrichedColumn.EventId]);
        return accepted
            .Where(taken => ids.Contains(taken.Event.EventId!))
            .Select(taken =>
                $"{taken.Event.EventType} {taken.Event.ItemId} {taken.Event.RecommendationId} of {taken.Event.Impression?.Count ?? 0}"
            );
    }

    /// <summary>What came of a page.</summary>
    /// <param name="Problems">Errors of its scripts.</param>
    /// <param name="BadRows">Events of it that never reached the stream.</param>
    /// <param name="Events">Names of those that did, in order.</param>
    /// <param name="Interactions">What Personalize took: type, item, recommendation, number of items on view.</param>
    /// <param name="Diagnoses">What the sandbox found wrong: its title; explanation and repair.</param>
    internal sealed record Visit(
        IReadOnlyList<string> Problems,
        int BadRows,
        IReadOnlyList<string> Events,
        IReadOnlyList<string> Interactions,
        IReadOnlyList<(string Title, string Text)> Diagnoses
    )
    {
        public IEnumerable<string> ClickEvents =>
            Events.Where(name => name is "link_click" or "snowplow_ecommerce_action");
    }
}

/// <summary>The visits are made once for all classes that look at them.</summary>
[CollectionDefinition(Name)]
public sealed class VisitedOnce : ICollectionFixture<SnippetVisits>
{
    public const string Name = "Snippet visits";
}
