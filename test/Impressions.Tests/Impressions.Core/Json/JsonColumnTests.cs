using System.Text;
using System.Text.Json;

namespace Impressions.Tests;

public sealed class JsonColumnTests
{
    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("-0")]
    [InlineData("1e999")] // no double, but a JSON number
    [InlineData("123456789012345678901234567890")]
    [InlineData(@"""\ud83d""")] // half an emoji is JSON
    [InlineData(@"{""a"":{""a"":[1,""}""]},""a"":2}")]
    public void TryRead_OneJsonValue_TakesItAsItIsWritten(string json)
    {
        Assert.True(JsonColumn.TryRead(Encoding.UTF8.GetBytes(json), out var value));
        Assert.Equal(json, Encoding.UTF8.GetString(value.Raw));
    }

    [Fact]
    public void TryRead_WhiteSpaceAround_LeavesItOut()
    {
        Assert.True(JsonColumn.TryRead(" \r\n{ }\n "u8, out var value));
        Assert.Equal("{ }", Encoding.UTF8.GetString(value.Raw));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("{")]
    [InlineData("{}x")] // text after the value
    [InlineData("{} {}")]
    [InlineData("{},")]
    [InlineData(@"{""a"":1,}")]
    [InlineData(@"{""a""}")]
    [InlineData("{a:1}")]
    [InlineData("[1 2]")]
    [InlineData("[1,]")]
    [InlineData("[}")]
    [InlineData("01")]
    [InlineData("+1")]
    [InlineData("1.")]
    [InlineData("NaN")]
    [InlineData("nul")]
    [InlineData("'a'")]
    [InlineData("{}//")]
    [InlineData(@"""a")]
    [InlineData(@"""\x41""")]
    [InlineData(@"""\u12""")]
    [InlineData("\"a\0b\"")] // NUL must be escaped
    [InlineData("{}\0")]
    [InlineData("\uFEFF{}")] // byte order mark
    public void TryRead_AnythingElse_Refuses(string column) =>
        Assert.False(JsonColumn.TryRead(Encoding.UTF8.GetBytes(column), out _));

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    [InlineData(100_000, false)] // must not reach the stack
    public void TryRead_Nesting_EndsAt64Levels(int levels, bool expected)
    {
        var arrays = new string('[', levels) + new string(']', levels);
        Assert.Equal(expected, JsonColumn.TryRead(Encoding.UTF8.GetBytes(arrays), out _));
    }

    [Fact]
    public void TryRead_DamagedJson_AgreesWithJsonDocument()
    {
        var random = new Random(1);
        var (json, mutations) = (new RandomJson(random), new Mutations(random));
        var taken = 0;
        for (var run = 0; run < 2_000; run++)
        {
            var column = Encoding.UTF8.GetBytes(json.Value());
            column = random.Next(2) == 0 ? column : mutations.Of(column);

            var success = JsonColumn.TryRead(column, out _);

            Assert.Equal(IsJson(column), success);
            taken += success ? 1 : 0;
        }

        Assert.InRange(taken, 1_000, 1_800); // both kinds were met
    }

    static bool IsJson(byte[] text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
