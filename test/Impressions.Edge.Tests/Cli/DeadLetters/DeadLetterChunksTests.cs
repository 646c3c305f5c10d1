using System.Text;
using Impressions.Cli.DeadLetters;
using Impressions.Core.DeadLetters;
using Impressions.Core.Tests.Support;

namespace Impressions.Edge.Tests.Cli.DeadLetters;

public sealed class DeadLetterChunksTests
{
    [Fact]
    public async Task ReadAsync_SameRowTwice_IsOneRecord()
    {
        var chunks = new DeadLetterChunks();
        DeadLetterItem[] items = [Item(Some.DeadLetter()), Item(Some.DeadLetter()), new("a", 3, null, null)];

        var read = await chunks.ReadAsync(items.ToAsyncEnumerable()).ToListAsync();

        _ = Assert.Single(Assert.Single(read).Records);
        Assert.Equal((1, 1), (chunks.Copies, chunks.Unreadable));
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
            DeadLetterChunks.IsRecord(
                Some.DeadLetter() with
                {
                    Content = DeadLetterContent.LambdaRecord,
                    Payload = Encoding.UTF8.GetBytes(record),
                }
            )
        );

    static DeadLetterItem Item(DeadLetterRow row) => new("a", 1, row, null);
}
