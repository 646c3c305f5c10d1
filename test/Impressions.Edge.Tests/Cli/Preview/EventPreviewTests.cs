using System.Text;
using System.Text.Json;

namespace Impressions.Tests;

public sealed class EventPreviewTests
{
    public static TheoryData<string> Cases => [.. EventCase.Names];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Write_CapturedEvents_TellsEachItsFate(string name)
    {
        var given = EventCase.Load(name);
        using var output = new MemoryStream();

        new EventPreview(given.Options, output).Write(
            EventRecords.OfKinesisEvent(given.Payload, name),
            DateTimeOffset.UnixEpoch
        );

        var lines = Encoding
            .UTF8.GetString(output.ToArray())
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(given.Fates, lines.Select(Fate));
        Assert.Equal(Enumerable.Range(1, lines.Length), lines.Select(Number));
    }

    static int Number(string line)
    {
        using var json = JsonDocument.Parse(line);
        return json.RootElement.GetProperty("line").GetInt32();
    }

    /// <summary>As the cases write it.</summary>
    static string Fate(string line)
    {
        using var json = JsonDocument.Parse(line);
        var root = json.RootElement;
        return root.GetProperty("fate").GetString() switch
        {
            "mapped" => $"sent:{root.GetProperty("interactions").GetArrayLength()}",
            "skipped" => $"skip:{root.GetProperty("reason").GetString()}",
            _ => $"dead:{root.GetProperty("reason").GetString()}",
        };
    }
}
