using System.Text;
using System.Text.Json.Nodes;
using Impressions.Emulation.Personalize;

namespace Impressions.Edge.Tests.Emulation;

/// <summary>
/// The emulated endpoint on both sides of every limit of PutEvents, as its reference documentation has them (2018-03-22).
/// </summary>
public sealed class PutEventsLimitsTests
{
    const string Body = """
        {
          "trackingId": "t", "userId": "u", "sessionId": "s",
          "eventList": [{
            "eventId": "e", "eventType": "Click", "eventValue": 1, "itemId": "i", "properties": "{\"a\":\"\"}",
            "sentAt": 1, "recommendationId": "r", "impression": ["i"],
            "metricAttribution": { "eventAttributionSource": "x" }
          }]
        }
        """;

    /// <summary>Member, whether it is required, fewest and most characters or entries (0: not a text or list).</summary>
    public static TheoryData<string, bool, int, int> Members =>
        new()
        {
            { "trackingId", true, 1, 256 },
            { "userId", false, 1, 256 },
            { "sessionId", true, 1, 256 },
            { "eventList", true, 1, 10 },
            { "eventList.0.eventId", false, 1, 256 },
            { "eventList.0.eventType", true, 1, 256 },
            { "eventList.0.eventValue", false, 0, 0 },
            { "eventList.0.itemId", false, 1, 256 },
            { "eventList.0.properties", false, 8, 1_024 }, // a text that holds an object
            { "eventList.0.sentAt", true, 0, 0 },
            { "eventList.0.recommendationId", false, 1, 40 },
            { "eventList.0.impression", false, 1, 25 },
            { "eventList.0.impression.0", true, 1, 256 },
            { "eventList.0.metricAttribution", false, 0, 0 },
            { "eventList.0.metricAttribution.eventAttributionSource", true, 1, 1_024 },
        };

    [Theory]
    [MemberData(nameof(Members))]
    public void Validate_Member_IsTakenWithinItsLimitsOnly(
        string path,
        bool isRequired,
        int shortest,
        int longest
    )
    {
        Assert.True(IsTaken(path, value => value.DeepClone()));
        Assert.Equal(!isRequired, IsTaken(path, _ => null));
        Assert.False(IsTaken(path, _ => true)); // another type
        if (longest > 0)
        {
            Assert.True(IsTaken(path, value => OfLength(value, shortest)));
            Assert.True(IsTaken(path, value => OfLength(value, longest)));
            Assert.False(IsTaken(path, value => OfLength(value, 0)));
            Assert.False(IsTaken(path, value => OfLength(value, longest + 1)));
        }
    }

    /// <summary>Printable ASCII, not only spaces.</summary>
    [Theory]
    [InlineData(" ~ ", true)]
    [InlineData(" ", false)]
    [InlineData("a\u007f", false)]
    [InlineData("é", false)]
    public void Validate_AttributionSource_IsPrintableAscii(string source, bool isTaken) =>
        Assert.Equal(isTaken, IsTaken("eventList.0.metricAttribution.eventAttributionSource", _ => source));

    /// <param name="change">Null takes the member away.</param>
    static bool IsTaken(string path, Func<JsonNode, JsonNode?> change)
    {
        var body = JsonNode.Parse(Body)!;
        var steps = path.Split('.');
        var parent = steps[..^1].Aggregate(body, (node, step) => node is JsonArray ? node[0]! : node[step]!);
        if (parent is JsonArray list)
        {
            var changed = change(list[0]!);
            list.Clear();
            if (changed is not null)
            {
                list.Add(changed);
            }
        }
        else if (change(parent[steps[^1]]!) is { } changed)
        {
            parent[steps[^1]] = changed;
        }
        else
        {
            parent.AsObject().Remove(steps[^1]);
        }

        return PutEventsValidator.Validate(Encoding.UTF8.GetBytes(body.ToJsonString())).Refusal is null;
    }

    static JsonNode OfLength(JsonNode value, int length) =>
        value is JsonArray list
            ? new JsonArray([.. Enumerable.Range(0, length).Select(_ => list[0]!.DeepClone())])
        : length >= 8 && value.GetValue<string>().StartsWith('{')
            ? $$"""{"a":"{{new string('a', length - 8)}}"}"""
        : new string('a', length);
}
