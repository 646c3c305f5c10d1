using System.Text;
using System.Text.Json;
using Impressions.Cli.Preview;
using Impressions.Core.Tests.Support;
using Impressions.Edge.Tests.Support;

namespace Impressions.Edge.Tests.Cli.Preview;

public sealed class EventPreviewTests
{
    public static TheoryData<string> Cases => [.. EventCase.Names];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Write_CapturedEvents_TellsEachItsFate(string name)
    {
        var given = EventCase.Load(name);

        var (lines, deadLetters) = PreviewAll(given);

        Assert.Equal(given.Fates, lines.Select(Fate));
        Assert.Equal(
            given.Fates.Count(fate => fate.StartsWith("dead:", StringComparison.Ordinal)),
            deadLetters
        );
        Assert.Equal(Enumerable.Range(1, lines.Length), lines.Select(Number));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Write_CapturedEvents_NamesTheUsersAndItemsThatTheFunctionSends(string name)
    {
        var given = EventCase.Load(name);

        var lines = Preview(given).Where(line => line.Contains("\"interactions\"", StringComparison.Ordinal));

        Assert.Equal(
            given.Calls.SelectMany(call => Interactions(call, "eventList")).Order(StringComparer.Ordinal),
            lines.SelectMany(line => Interactions(line, "interactions")).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void Write_LoginInMidSession_NamesTheUserForEventsBeforeItToo() =>
        Assert.Equal(
            3,
            Preview(EventCase.Load("made-login-in-mid-session"))
                .Count(line => line.Contains("\"userId\":\"user-42\"", StringComparison.Ordinal))
        );

    /// <summary>Who did what with which item, of a call or of a line of the preview.</summary>
    static IEnumerable<string> Interactions(string json, string list)
    {
        using var parsed = JsonDocument.Parse(json);
        var root = parsed.RootElement;
        var user = root.TryGetProperty("userId", out var id) ? id.GetString() : "nobody";
        return
        [
            .. root.GetProperty(list)
                .EnumerateArray()
                .Select(interaction =>
                    $"{user} in {root.GetProperty("sessionId").GetString()}: {interaction.GetProperty("eventType").GetString()} "
                    + $"{interaction.GetProperty("itemId").GetString()} at {interaction.GetProperty("sentAt").GetRawText()}"
                ),
        ];
    }

    static string[] Preview(EventCase given) => PreviewAll(given).Lines;

    static (string[] Lines, int DeadLetters) PreviewAll(EventCase given)
    {
        using var output = new MemoryStream();
        var preview = new EventPreview(given.Options, output);
        preview.Write(InputRecords.Of(given.Payload));
        return (
            Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries),
            preview.DeadLetters
        );
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
