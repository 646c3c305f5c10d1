using System.Text;

namespace Impressions.Tests;

public sealed class ReplayPayloadTests
{
    [Fact]
    public void HasRoomFor_HundredAndFirst_IsFalseUntilTaken()
    {
        var payload = new ReplayPayload();
        for (var i = 0; i < 100; i++)
        {
            Assert.True(payload.HasRoomFor(Some.DeadLetter()));
            payload.Add(Some.DeadLetter());
        }

        Assert.False(payload.HasRoomFor(Some.DeadLetter()));
        Assert.Equal(100, EventRecords.OfKinesisEvent(payload.Take().Span, "payload").Count);
        Assert.Equal((0, true), (payload.Count, payload.HasRoomFor(Some.DeadLetter())));
    }

    [Fact]
    public void HasRoomFor_LargeOnes_KeepsUnderLambdasLimitButTakesOneAlone()
    {
        var large = Some.DeadLetter(new string('x', 5 << 20));
        var payload = new ReplayPayload();

        Assert.True(payload.HasRoomFor(large));
        payload.Add(large);

        Assert.False(payload.HasRoomFor(Some.DeadLetter()));
    }

    [Theory]
    [InlineData("""{"kinesis":{"sequenceNumber":"7","data":null}}""", true)]
    [InlineData("""{"kinesis":{"data":""}}""", false)] // nothing to ask for it by
    [InlineData("""{"kinesis":{"sequenceNumber":"7"}},{"kinesis":{"sequenceNumber":"8"}}""", false)]
    [InlineData("7", false)]
    [InlineData("{", false)]
    [InlineData("", false)]
    public void IsRecord_RecordAsItStood_IsTrueForWhatTheFunctionWouldRead(string record, bool expected) =>
        Assert.Equal(
            expected,
            ReplayPayload.IsRecord(
                Some.DeadLetter() with
                {
                    Content = DeadLetterContent.LambdaRecord,
                    Payload = Encoding.UTF8.GetBytes(record),
                }
            )
        );
}
