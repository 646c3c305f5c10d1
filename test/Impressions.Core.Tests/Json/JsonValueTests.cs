using System.Text;
using Impressions.Core.Json;

namespace Impressions.Core.Tests.Json;

public sealed class JsonValueTests
{
    [Theory]
    [InlineData(@"""sku-1""", "sku-1")]
    [InlineData(@""" sku """, " sku ")] // as it is
    [InlineData(@"""a\/b""", "a/b")]
    [InlineData(@"""\ud83d""", "\uFFFD")]
    [InlineData("48538191331628997", "48538191331628997")] // more digits than a double holds
    [InlineData("1e21", "1e21")]
    [InlineData("1.10", "1.10")]
    [InlineData("-0", "-0")]
    public void Id_TextOrNumber_IsAsWritten(string json, string expected) => Assert.Equal(expected, Id(json));

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData(@"[""sku-1""]")]
    [InlineData(@"""""")]
    public void Id_AnythingElse_IsEmpty(string json) => Assert.Equal("", Id(json));

    [Theory]
    [InlineData(@"{""id"":1}", "1")]
    [InlineData(@"{""id"":1,""id"":2}", "2")] // the last one
    [InlineData(@"{""\u0069d"":1}", "1")] // an escaped name is the same name
    [InlineData(@"{""x"":{""id"":1}}", "")] // not of the object itself
    [InlineData(@"{""ID"":1}", "")]
    [InlineData(@"{""x"":""id"",""y"":1}", "")] // a value is no name
    [InlineData(@"[""id"",1]", "")]
    [InlineData("1", "")]
    public void Member_ByName_IsTheLastOfTheObject(string json, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(Read(json).Member("id"u8).Raw));

    [Fact]
    public void Everything_OfAnAbsentValue_IsAbsent()
    {
        JsonValue absent = default;

        Assert.Equal(JsonKind.Absent, absent.Kind);
        Assert.Equal("", absent.Id);
        Assert.True(absent.Utf8.IsEmpty);
        Assert.Equal(JsonKind.Absent, absent.Member("id"u8).Kind);
        Assert.False(absent.Members.MoveNext());
        Assert.False(absent.Items.MoveNext());
    }

    [Theory]
    [InlineData("\"a\"", "a", true)]
    [InlineData("\"\\u0061\"", "a", true)] // longer than what it stands for
    [InlineData("\"\\u0062\"", "a", false)]
    [InlineData("\"ab\"", "a", false)]
    [InlineData("\"\\n\"", "\\n", false)] // as long as that text and written like it, but a newline
    [InlineData("\"\\\\n\"", "\\n", true)]
    [InlineData("\"\"", "", true)]
    [InlineData("1", "1", false)]
    public void TextIs_Text_GoesByWhatItStandsFor(string json, string text, bool expected) =>
        Assert.Equal(expected, Read(json).TextIs(Encoding.UTF8.GetBytes(text)));

    static string Id(string json) => Read(json).Id;

    static JsonValue Read(string json)
    {
        Assert.True(new JsonTape().TryRead(Encoding.UTF8.GetBytes(json), out var value));
        return value;
    }
}
