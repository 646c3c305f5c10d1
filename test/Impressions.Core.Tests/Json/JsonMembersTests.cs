using System.Text;
using System.Text.Json;
using Impressions.Core.Json;
using Impressions.Core.Tests.Fuzz;

namespace Impressions.Core.Tests.Json;

/// <summary>What stands on a <see cref="JsonTape"/>, against the framework's own reader.</summary>
public sealed class JsonMembersTests
{
    [Fact]
    public void AnyJson_ReadInFull_IsWhatJsonDocumentReads()
    {
        var json = new RandomJson(new Random(2));
        var tape = new JsonTape(); // one for all
        var values = 0;
        for (var run = 0; run < 2_000; run++)
        {
            var text = Encoding.UTF8.GetBytes(json.Value());
            using var expected = JsonDocument.Parse(text);

            Assert.True(tape.TryRead(text, out var value));
            values += AssertSame(expected.RootElement, value);
        }

        Assert.InRange(values, 5_000, 1_000_000); // containers were really entered
    }

    [Theory]
    [InlineData("[]", 0)]
    [InlineData("[ \t\r\n]", 0)]
    [InlineData("[1]", 1)]
    [InlineData("[ 1 , 2 ]", 2)]
    [InlineData("[[],{},\"\",null]", 4)]
    [InlineData("[\"]\",\"[\",\"\\\"\",\"\\\\\"]", 4)] // brackets, a quote and a backslash as texts
    [InlineData("{\"a\":[1]}", 0)] // not an array
    [InlineData("\"[1]\"", 0)]
    [InlineData("1", 0)]
    public void Items_Counted(string json, int expected)
    {
        var count = 0;
        foreach (var item in Read(json).Items)
        {
            Assert.NotEqual(JsonKind.Absent, item.Kind);
            count++;
        }

        Assert.Equal(expected, count);
    }

    [Theory]
    [InlineData("{}", 0)]
    [InlineData("{ }", 0)]
    [InlineData("{\"a\":1,\"a\":2}", 2)] // repeated
    [InlineData("{\"\":{\"b\":1}}", 1)]
    [InlineData("[{\"a\":1}]", 0)] // not an object
    [InlineData("null", 0)]
    public void Members_Counted(string json, int expected)
    {
        var count = 0;
        for (var members = Read(json).Members; members.MoveNext(); )
        {
            count++;
        }

        Assert.Equal(expected, count);
    }

    /// <returns>Values compared.</returns>
    static int AssertSame(JsonElement expected, JsonValue actual)
    {
        Assert.Equal(KindOf(expected), actual.Kind);
        Assert.Equal(expected.GetRawText(), Encoding.UTF8.GetString(actual.Raw));
        return expected.ValueKind switch
        {
            JsonValueKind.Object => AssertSameMembers(expected, actual),
            JsonValueKind.Array => AssertSameItems(expected, actual),
            JsonValueKind.String => AssertSameText(expected, actual),
            _ => 1,
        };
    }

    static int AssertSameMembers(JsonElement expected, JsonValue actual)
    {
        var compared = 1;
        var members = actual.Members;
        foreach (var property in expected.EnumerateObject())
        {
            Assert.True(members.MoveNext());
            Assert.True(members.NameIs(Encoding.UTF8.GetBytes(property.Name)));
            Assert.False(members.NameIs(Encoding.UTF8.GetBytes($"{property.Name}?")));
            compared += AssertSame(property.Value, members.Current);
            Assert.Equal( // of a repeated name the last
                expected.GetProperty(property.Name).GetRawText(),
                Encoding.UTF8.GetString(actual.Member(Encoding.UTF8.GetBytes(property.Name)).Raw)
            );
        }

        Assert.False(members.MoveNext());
        return compared;
    }

    static int AssertSameItems(JsonElement expected, JsonValue actual)
    {
        var compared = 1;
        var items = actual.Items;
        foreach (var item in expected.EnumerateArray())
        {
            Assert.True(items.MoveNext());
            compared += AssertSame(item, items.Current);
        }

        Assert.False(items.MoveNext());
        return compared;
    }

    static int AssertSameText(JsonElement expected, JsonValue actual)
    {
        Assert.Equal(expected.GetString(), Encoding.UTF8.GetString(actual.Utf8));
        Assert.Equal(expected.GetString(), actual.Id);
        return 1;
    }

    static JsonKind KindOf(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Object => JsonKind.Object,
            JsonValueKind.Array => JsonKind.Array,
            JsonValueKind.String => JsonKind.Text,
            JsonValueKind.Number => JsonKind.Number,
            JsonValueKind.Null => JsonKind.Null,
            _ => JsonKind.Boolean,
        };

    static JsonValue Read(string json)
    {
        Assert.True(new JsonTape().TryRead(Encoding.UTF8.GetBytes(json), out var value));
        return value;
    }
}
