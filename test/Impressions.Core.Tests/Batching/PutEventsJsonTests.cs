using System.Text;
using Impressions.Core.Batching;
using Impressions.Core.Mapping;
using Impressions.Core.Personalize;
using Impressions.Core.Tests.Reference;
using Impressions.Core.Tests.Support;

namespace Impressions.Core.Tests.Batching;

public sealed class PutEventsJsonTests
{
    [Fact]
    public void Write_EverythingKnown_IsTheExactContract() =>
        Assert.Equal(
            """
            {"trackingId":"tracker","userId":"user-1","sessionId":"session-1","eventList":[{"eventId":"event-1","eventType":"Click","sentAt":1795304952.349,"itemId":"item-1","impression":["item-1","item-2"],"recommendationId":"RID-1"}]}
            """,
            Write(Some.Interaction(recommendationId: "RID-1", impression: ["item-1", "item-2"]))
        );

    [Fact]
    public void Write_ValueAndSource_StandAtTheTopOfTheEvent() =>
        Assert.Equal(
            """
            {"trackingId":"tracker","userId":"user-1","sessionId":"session-1","eventList":[{"eventId":"event-1","eventType":"Click","sentAt":1795304952.349,"itemId":"item-1","eventValue":59.97,"metricAttribution":{"eventAttributionSource":"shop \"front\""}}]}
            """,
            Write(Some.Interaction() with { EventValue = 59.97f, AttributionSource = "shop \"front\"" })
        );

    [Fact]
    public void Write_NothingButTheNecessary_LeavesTheOtherMembersOut() =>
        Assert.Equal(
            """
            {"trackingId":"tracker","sessionId":"session-1","eventList":[{"eventId":"event-1","eventType":"Click","sentAt":1795304952.349,"itemId":"item-1"}]}
            """,
            Write(Some.Interaction(userId: null))
        );

    [Fact]
    public void Write_SeveralInteractions_KeepsTheirOrder() =>
        Assert.Equal(
            """
            {"trackingId":"tracker","userId":"user-1","sessionId":"session-1","eventList":[{"eventId":"2","eventType":"Click","sentAt":1795304952.349,"itemId":"item-1"},{"eventId":"1","eventType":"Click","sentAt":1795304952.349,"itemId":"item-1"}]}
            """,
            Write(Some.Interaction("2"), Some.Interaction("1"))
        );

    [Theory]
    [InlineData("a\"b\\c/d", """a\"b\\c/d""")]
    [InlineData("<é>&'+", "<é>&'+")] // JSON is no HTML
    [InlineData("\n\t\0", """\n\t\u0000""")]
    [InlineData("日本", "日本")]
    [InlineData("😀", """\uD83D\uDE00""")] // the framework's writer knows no other way; it means the same
    public void Write_Text_EscapesWhatJsonAsksFor(string itemId, string expected) =>
        Assert.Contains(
            $"\"itemId\":\"{expected}\"",
            Write(Some.Interaction(itemId: itemId)),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData(0, "0.000")]
    [InlineData(1, "0.001")]
    [InlineData(-1, "-0.001")]
    [InlineData(-500, "-0.500")]
    [InlineData(-62_135_596_800_000, "-62135596800.000")] // year 1
    [InlineData(1_000, "1.000")]
    [InlineData(1_795_304_952_349, "1795304952.349")]
    [InlineData(253_402_300_799_999, "253402300799.999")] // year 9999
    public void Write_Time_IsSecondsWithThreeDecimals(long milliseconds, string expected) =>
        Assert.Contains(
            $"\"sentAt\":{expected},",
            Write(Some.Interaction(sentAtMilliseconds: milliseconds)),
            StringComparison.Ordinal
        );

    [Fact]
    public void Write_TheLongestOfEverything_IsWithinTheServicesTenKilobytes()
    {
        var longest = new string('日', PersonalizeLimits.MaxIdLength);
        var others = Enumerable.Repeat(new string('日', 30), 24);
        var batch = new Batch(longest, longest);
        batch.Add(
            Some.Interaction(longest, longest, longest, longest, impression: [longest, .. others]),
            default
        );

        Assert.Equal("", ReferenceCall.Problem(PutEventsJson.Write(batch, longest)));
    }

    static string Write(params Interaction[] interactions)
    {
        var batch = new Batch(interactions[0].UserId, interactions[0].SessionId);
        foreach (var interaction in interactions)
        {
            batch.Add(interaction, default);
        }

        return Encoding.UTF8.GetString(PutEventsJson.Write(batch, "tracker").Span);
    }
}
