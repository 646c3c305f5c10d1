using Impressions.Sandbox.View;

namespace Impressions.Edge.Tests.Sandbox;

public class LiveFeedTests
{
    [Fact]
    public async Task TryOpen_Later_GetsTheLatestOfEachThing()
    {
        var feed = new LiveFeed();
        feed.Publish(Message("seen", 1, "old"));
        feed.Publish(Message("seen", 2, "other"));
        feed.Publish(Message("seen", 1, "new"));
        feed.Publish(Message("state", 0, "state"));

        Assert.True(feed.TryOpen(out var messages));
        feed.Close(messages);

        Assert.Equal(["state", "new", "other"], await Texts(messages));
    }

    [Fact]
    public async Task Publish_MoreThanIsKept_DropsTheOldestButNotTheState()
    {
        var feed = new LiveFeed();
        feed.Publish(Message("state", 0, "state"));
        for (var number = 1; number <= 1_500; number++)
        {
            feed.Publish(Message("seen", number, $"{number}"));
        }

        Assert.True(feed.TryOpen(out var messages));
        feed.Close(messages);
        var texts = await Texts(messages);

        Assert.Equal(("state", "501", "1500"), (texts[0], texts[1], texts[^1]));
    }

    [Fact]
    public async Task Publish_LargeMessages_KeepsABoundedSize()
    {
        var feed = new LiveFeed();
        for (var number = 1; number <= 10; number++)
        {
            feed.Publish(new FeedMessage("seen", number, new byte[10 << 20]));
        }

        Assert.True(feed.TryOpen(out var messages));
        feed.Close(messages);

        Assert.Equal(3, (await Texts(messages)).Count);
    }

    [Fact]
    public void TryOpen_TooManyViews_IsRefusedUntilOneCloses()
    {
        var feed = new LiveFeed();
        var views = Enumerable
            .Range(0, 32)
            .Select(_ =>
            {
                Assert.True(feed.TryOpen(out var messages));
                return messages;
            })
            .ToList();

        Assert.False(feed.TryOpen(out _));
        feed.Close(views[7]);
        Assert.True(feed.TryOpen(out _));
    }

    [Fact]
    public async Task Publish_ToAViewThatDoesNotRead_CutsItOff()
    {
        var feed = new LiveFeed();
        Assert.True(feed.TryOpen(out var messages));

        for (var number = 1; number <= 5_000; number++)
        {
            feed.Publish(Message("seen", 1, $"{number}"));
        }

        Assert.Equal(3_000, (await Texts(messages)).Count); // and the end of it
    }

    static FeedMessage Message(string kind, int number, string text) =>
        new(kind, number, System.Text.Encoding.UTF8.GetBytes(text));

    static async Task<List<string>> Texts(System.Threading.Channels.ChannelReader<FeedMessage> messages)
    {
        var texts = new List<string>();
        await foreach (var message in messages.ReadAllAsync())
        {
            texts.Add(System.Text.Encoding.UTF8.GetString(message.Json.Span));
        }

        return texts;
    }
}
