using System.Text;
using System.Text.Json;
using Impressions.Core.Tests.Support;
using Impressions.Sandbox.Collector;

namespace Impressions.Edge.Tests.Sandbox;

/// <summary>Requests that a real browser's tracker made, by the case of <c>test/events</c> that they led to.</summary>
static class CapturedPayloads
{
    static string Folder => Repository.PathTo("test", "payloads");

    public static IEnumerable<string> Names =>
        Directory.GetFiles(Folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file));

    /// <summary>The events of all requests of a case, in order.</summary>
    public static IReadOnlyList<TrackedEvent> Read(string name)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, name + ".json")));
        return [.. json.RootElement.EnumerateArray().SelectMany(Read)];
    }

    /// <summary>The bodies of a case's requests, as text.</summary>
    public static IEnumerable<string> Bodies(string name)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, name + ".json")));
        return
        [
            .. json
                .RootElement.EnumerateArray()
                .Where(request => request.TryGetProperty("body", out _))
                .Select(request => request.GetProperty("body").GetRawText()),
        ];
    }

    static IEnumerable<TrackedEvent> Read(JsonElement json)
    {
        var request = new CollectorRequest(
            DateTimeOffset.FromUnixTimeMilliseconds(json.GetProperty("receivedAt").GetInt64()),
            json.GetProperty("userAgent").GetString()!,
            "9a6563f6-1773-4db7-a6ee-0bea99db6e6f",
            "127.0.0.1",
            json.GetProperty("referer").GetString()!
        );
        if (json.TryGetProperty("query", out var query))
        {
            Assert.True(TrackerPayload.TryReadQuery(query.GetString()!, out var parameters, out _));
            return [new TrackedEvent(parameters, request)];
        }

        var body = Encoding.UTF8.GetBytes(json.GetProperty("body").GetRawText());
        Assert.True(TrackerPayload.TryReadBody(body, out var events, out var problem), problem);
        return events.Select(parameters => new TrackedEvent(parameters, request));
    }
}
