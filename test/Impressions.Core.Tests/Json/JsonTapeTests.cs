using System.Text;
using System.Text.Json;
using Impressions.Core.Json;
using Impressions.Core.Snowplow;
using Impressions.Core.Tests.Fuzz;
using Impressions.Core.Tests.Support;

namespace Impressions.Core.Tests.Json;

public sealed class JsonTapeTests
{
    readonly JsonTape _tape = new();

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
        Assert.True(_tape.TryRead(Encoding.UTF8.GetBytes(json), out var value));
        Assert.Equal(json, Encoding.UTF8.GetString(value.Raw));
    }

    [Fact]
    public void TryRead_WhiteSpaceAround_LeavesItOut()
    {
        Assert.True(_tape.TryRead(" \r\n{ }\n "u8, out var value));
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
        Assert.False(_tape.TryRead(Encoding.UTF8.GetBytes(column), out _));

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    [InlineData(100_000, false)] // must not reach the stack
    public void TryRead_Nesting_EndsAt64Levels(int levels, bool expected)
    {
        var arrays = new string('[', levels) + new string(']', levels);
        Assert.Equal(expected, _tape.TryRead(Encoding.UTF8.GetBytes(arrays), out _));
    }

    [Theory]
    [InlineData("\"\\u00e\"")]
    [InlineData("\"\\u00eg\"")]
    [InlineData("\"\\")]
    [InlineData("\"\\\"")]
    [InlineData("[\"a\\\"]")]
    [InlineData("[1\"a\"]")]
    [InlineData("[\"a\"1]")]
    [InlineData("[\"a\"\"b\"]")]
    [InlineData("[truefalse]")]
    [InlineData("[true false]")]
    [InlineData("{\"a\":}")]
    [InlineData("{\"a\",\"b\":1}")]
    [InlineData("{1:1}")]
    [InlineData("[,1]")]
    [InlineData("[1]]")]
    [InlineData("[1}")]
    [InlineData("[[]}")]
    [InlineData("{\"a\":1]")]
    [InlineData("{\"a\":{}]")]
    [InlineData("{\"a\":[1}]")]
    [InlineData("[{},\"a\":1]")]
    [InlineData("{\"a\":[1,\"b\":2]}")]
    [InlineData("{\"a\":[1],2}")]
    [InlineData("\\\"a\"")]
    [InlineData("-")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("-.1")]
    [InlineData("\"a\u001f\"")]
    public void TryRead_BrokenAnywhere_RefusesWhereverABlockEnds(string json)
    {
        for (var spaces = 0; spaces < 70; spaces++)
        {
            Assert.False(TryRead(new string(' ', spaces) + json));
            Assert.False(TryRead($"[{new string(' ', spaces)}{json}]"));
        }
    }

    [Fact]
    public void TryRead_DamagedJson_AgreesWithUtf8JsonReader()
    {
        var random = new Random(1);
        var (json, mutations) = (new RandomJson(random), new Mutations(random));
        var taken = 0;
        for (var run = 0; run < 20_000; run++)
        {
            // White space in front moves everything to other places in the blocks of 64 bytes that are looked at.
            var column = Encoding.UTF8.GetBytes(new string(' ', random.Next(70)) + json.Value());
            column = random.Next(2) == 0 ? column : mutations.Of(column);
            taken += AssertAgreement(column) ? 1 : 0;
        }

        Assert.InRange(taken, 10_000, 18_000); // both kinds were met
    }

    [Fact]
    public void TryRead_DamagedColumnsOfABrowser_AgreesWithUtf8JsonReader()
    {
        var mutations = new Mutations(new Random(2));
        var (taken, refused) = (0, 0);
        foreach (var column in CapturedLines.All.SelectMany(JsonColumnsOf))
        {
            _ = AssertAgreement(column);
            for (var run = 0; run < 20; run++)
            {
                _ = AssertAgreement(mutations.Of(column)) ? taken++ : refused++;
            }
        }

        Assert.InRange(taken, 500, 5_000);
        Assert.InRange(refused, 500, 5_000);
    }

    [Fact]
    public void TryRead_AfterALongText_LetsItsMemoryGo()
    {
        Assert.True(TryRead($"[{string.Concat(Enumerable.Repeat("0,", 500_000))}0]"));
        var before = GC.GetTotalMemory(forceFullCollection: true);
        Assert.True(TryRead("0"));

        Assert.InRange(before - GC.GetTotalMemory(forceFullCollection: true), 7_000_000, 100_000_000);
    }

    [Theory]
    [InlineData(JsonTape.MaxTokens - 200, true)]
    [InlineData(JsonTape.MaxTokens, false)]
    public void TryRead_ManyValues_HoldsNoMoreThanItsShare(int values, bool expected) =>
        Assert.Equal(expected, TryRead($"[{string.Concat(Enumerable.Repeat("0,", values))}0]"));

    static IEnumerable<byte[]> JsonColumnsOf(byte[] line)
    {
        var columns = Encoding.UTF8.GetString(line).Split('\t');
        return new[] { EnrichedColumn.Contexts, EnrichedColumn.UnstructEvent, EnrichedColumn.DerivedContexts }
            .Select(column => Encoding.UTF8.GetBytes(columns[(int)column]))
            .Where(column => column.Length > 0);
    }

    bool TryRead(string json) => _tape.TryRead(Encoding.UTF8.GetBytes(json), out _);

    bool AssertAgreement(byte[] json)
    {
        var success = _tape.TryRead(json, out _);
        Assert.True(IsJson(json) == success, Encoding.UTF8.GetString(json));
        return success;
    }

    static bool IsJson(byte[] text)
    {
        var json = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = JsonTape.MaxDepth });
        try
        {
            while (json.Read())
            {
                // to the end
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
