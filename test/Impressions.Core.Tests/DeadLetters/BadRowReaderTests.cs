using System.Text;
using Impressions.Core.DeadLetters;
using Impressions.Core.Tests.Support;

namespace Impressions.Core.Tests.DeadLetters;

public sealed class BadRowReaderTests
{
    static readonly DeadLetterRow Row = Some.DeadLetter();

    static string Line => Written(Row);

    [Fact]
    public void TryRead_Written_IsTheSameRow()
    {
        Assert.True(BadRowReader.TryRead(Encoding.UTF8.GetBytes(Line), out var read));

        Assert.Equal(Row.Payload.ToArray(), read.Payload.ToArray());
        Assert.Equal(Row.Refused.ToArray(), read.Refused.ToArray());
        Assert.Equal(
            Row with
            {
                Payload = default,
                Refused = default,
            },
            read with
            {
                Payload = default,
                Refused = default,
            }
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData(
        "{\"schema\":\"iglu:com.snowplowanalytics.snowplow.badrows/event_forwarding_error/jsonschema/1-0-0\"}"
    )]
    public void TryRead_NoRow_IsFalse(string line) =>
        Assert.False(BadRowReader.TryRead(Encoding.UTF8.GetBytes(line), out _));

    [Theory]
    [InlineData("event_forwarding_error", "generic_error")]
    [InlineData("\\\"holds\\\":\\\"event\\\"", "\\\"holds\\\":\\\"other\\\"")]
    [InlineData("\\\"encoding\\\":\\\"text\\\"", "\\\"encoding\\\":\\\"base64\\\"")] // and the payload is not
    [InlineData("\\\"line\\\":2", "\\\"line\\\":-1")]
    [InlineData("\\\"line\\\":2", "\\\"line\\\":\\\"2\\\"")]
    [InlineData("\\\"sequenceNumber\\\":\\\"100\\\"", "\\\"sequenceNumber\\\":\\\"\\\"")]
    [InlineData("\\\"sequenceNumber\\\":\\\"100\\\"", "\\\"sequenceNumber\\\":\\\"1\\\\\\\"0\\\"")] // a quote in it
    [InlineData("\\\"shardId\\\":", "\\\"shard\\\":")]
    [InlineData("2026-11-22T04:05:06.789Z", "yesterday")]
    [InlineData("\"payload\":\"a", "\"payload\":\"\\ud800a")]
    [InlineData("\"latestState\":\"", "\"latestState\":\"x")]
    [InlineData("\"latestState\":", "\"laterState\":")]
    public void TryRead_Changed_IsFalse(string old, string changed)
    {
        Assert.Contains(old, Line, StringComparison.Ordinal);

        Assert.False(
            BadRowReader.TryRead(
                Encoding.UTF8.GetBytes(Line.Replace(old, changed, StringComparison.Ordinal)),
                out _
            )
        );
    }

    [Fact]
    public void TryRead_CutAnywhere_IsFalse()
    {
        var whole = Encoding.UTF8.GetBytes(Line.TrimEnd('\n'));

        Assert.All(
            Enumerable.Range(0, whole.Length),
            length => Assert.False(BadRowReader.TryRead(whole.AsMemory(0, length), out _))
        );
    }

    static string Written(DeadLetterRow row)
    {
        var rows = new BadRowWriter();
        rows.Write(row);
        return Encoding.UTF8.GetString(rows.Written.Span);
    }
}
