using System.Text.Json;

namespace Impressions.Core.Tests.Support;

/// <summary>One folder of <c>test/events</c>: what arrives, and what must come of it.</summary>
sealed record EventCase(
    string Name,
    string What,
    EventTruth? Truth,
    IReadOnlyDictionary<string, string> Settings,
    IReadOnlyList<string> Fates,
    byte[] Payload,
    IReadOnlyList<string> Calls,
    string Answer
)
{
    /// <summary>The event tracker that all cases send to.</summary>
    public const string TrackingId = "11111111-2222-3333-4444-555555555555";

    /// <summary>Every folder's name, in order.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [.. Directory.GetDirectories(Repository.Events).Select(folder => Path.GetFileName(folder)!).Order()];

    public static EventCase Load(string name)
    {
        var folder = Path.Combine(Repository.Events, name);
        using var description = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "case.json")));
        var root = description.RootElement;
        return new EventCase(
            name,
            root.GetProperty("what").GetString()!,
            root.TryGetProperty("truth", out var truth)
                ? new EventTruth(
                    truth.GetProperty("clicked").GetString()!,
                    truth.GetProperty("recommendation").GetString()!
                )
                : null,
            root.TryGetProperty("settings", out var settings)
                ? settings
                    .EnumerateObject()
                    .ToDictionary(setting => setting.Name, setting => setting.Value.GetString()!)
                : [],
            [.. root.GetProperty("fates").EnumerateArray().Select(fate => fate.GetString()!)],
            File.ReadAllBytes(Path.Combine(folder, "event.json")),
            ReadCalls(Path.Combine(folder, "calls.json")),
            File.ReadAllText(Path.Combine(folder, "answer.json")).TrimEnd('\n')
        );
    }

    public ImpressionsOptions Options =>
        Some.Options([.. Settings.Select(setting => (setting.Key, setting.Value))]);

    public override string ToString() => Name;

    /// <summary>A JSON array with one call a line, so that bodies can be compared byte for byte.</summary>
    static IReadOnlyList<string> ReadCalls(string path)
    {
        var lines = File.ReadAllLines(path);
        using var array = JsonDocument.Parse(string.Concat(lines));
        Assert.Equal(lines.Length - 2, array.RootElement.GetArrayLength());
        return [.. lines[1..^1].Select(line => line.TrimEnd(','))];
    }
}

/// <summary>What the person in front of the browser really did.</summary>
sealed record EventTruth(string Clicked, string Recommendation);
