using Impressions.Cli.Run;
using Impressions.Core;
using Impressions.Core.Tests.Support;
using Impressions.Emulation.Personalize;
using Spectre.Console.Testing;

namespace Impressions.Edge.Tests.Cli.Run;

/// <summary>What <c>run</c> shows, on terminals of several widths.</summary>
public sealed class RunTablesTests
{
    const string Item = "48538191397164";

    static readonly RunResult Result = new()
    {
        Answers = [],
        Metrics = new Dictionary<string, double>
        {
            [MetricNames.Events] = 3,
            [MetricNames.Mapped] = 1,
            [MetricNames.Interactions] = 1,
            ["skipped_clicked_item_unknown"] = 1,
            ["dead_letters_wrong_column_count"] = 1,
            ["clicks_by_item_component"] = 1,
        },
        Errors = ["dead letter: wrong_column_count", "AccessDenied: personalize:PutEvents"],
        Calls = [],
        Accepted = 1,
        Different =
        [
            new AcceptedEvent(
                1,
                "32e5168a-0000-4000-8000-000000000000",
                "e29644e1-0000-4000-8000-000000000000",
                new ReceivedEvent
                {
                    EventType = "Click",
                    SentAt = 1_795_304_952,
                    ItemId = Item,
                    RecommendationId = "RID-24-4a6a-8380-506b189ff622-CID-529b19",
                    Impression = [Item, "2"],
                }
            ),
        ],
        DeadLetters =
        [
            Some.DeadLetter() with
            {
                Reason = "wrong_column_count",
                ErrorCode = "wrong_column_count",
            },
        ],
        FirstAnswer = TimeSpan.FromMilliseconds(100),
        Warm = TimeSpan.Zero,
    };

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(120)]
    public void Write_Terminal_KeepsWithinItsWidthAndLosesNoCode(int width)
    {
        var output = Written(width);

        Assert.All(output.Split('\n'), line => Assert.InRange(line.TrimEnd().Length, 0, width));
        Assert.Contains("clicked_item_unknown", output, StringComparison.Ordinal);
        Assert.Contains("wrong_column_count", output, StringComparison.Ordinal);
        Assert.Contains("item_component", output, StringComparison.Ordinal);
        Assert.Contains("Click", output, StringComparison.Ordinal);
        Assert.Contains(Item, output, StringComparison.Ordinal);
    }

    /// <summary>Narrower than a code with its table: then codes are broken, but no line is.</summary>
    [Fact]
    public void Write_VeryNarrow_KeepsWithinItsWidth() =>
        Assert.All(Written(40).Split('\n'), line => Assert.InRange(line.TrimEnd().Length, 0, 40));

    /// <summary>Where it is narrow, the columns that matter least are left out rather than all of them squeezed.</summary>
    [Theory]
    [InlineData(80, false)]
    [InlineData(160, true)]
    public void Write_Interactions_HaveTheColumnsThatFit(int width, bool hasUsers) =>
        Assert.Equal(hasUsers, Written(width).Contains("e29644e1", StringComparison.Ordinal));

    /// <summary>A dead letter is explained in its own place; only what else failed is an error at the end.</summary>
    [Fact]
    public void Write_DeadLetter_IsExplainedOnce()
    {
        var output = Written(160);

        Assert.DoesNotContain("error: dead letter", output, StringComparison.Ordinal);
        Assert.Contains("error: AccessDenied", output, StringComparison.Ordinal);
        Assert.Contains("wrong_column_count: ", output, StringComparison.Ordinal);
        Assert.Contains("1 dead letter can", output, StringComparison.Ordinal);
    }

    static string Written(int width)
    {
        using var console = new TestConsole();
        console.Profile.Width = width;
        new RunTables(console).Write(Result, showsAll: false);
        return console.Output;
    }
}
