using System.Text;
using Impressions.Core.Mapping;
using Impressions.Core.Snowplow;
using Impressions.Core.Tests.Support;

namespace Impressions.Core.Tests;

/// <summary>What the pipeline leaves to the garbage collector, exactly.</summary>
public sealed class PipelineAllocationTests
{
    readonly Pipeline _pipeline = new(Some.Options());

    [Fact]
    public void Map_NotSelected_AllocatesNothing()
    {
        var lines = 0;
        foreach (var line in CapturedLines.All)
        {
            if (Map(line) != SkipReason.NotSelected)
            {
                continue;
            }

            Assert.Equal(0, AllocatedBy(line));
            lines++;
        }

        Assert.InRange(lines, 10, 200);
    }

    [Fact]
    public void Map_WrongColumnCount_AllocatesNothing() =>
        Assert.Equal(0, AllocatedBy(Encoding.UTF8.GetBytes(new string('\t', 129))));

    [Fact]
    public void Map_SelectedProductView_AllocatesLittleMoreThanItsInteraction()
    {
        var perEvent = AllocatedBy(Encoding.UTF8.GetBytes(Some.Line()));

        Assert.InRange(perEvent, 1, 600); // strings of five ids, the interaction and its list
    }

    [Fact]
    public void Map_RecommendationClickThatDoesNotSayWhatWasShown_AllocatesNoException()
    {
        var click = Some.Click("/p", Some.Widget("RID-1"), Some.ItemComponent("a"));

        Assert.InRange(AllocatedBy(Encoding.UTF8.GetBytes(click)), 1, 700);
    }

    [Fact]
    public void Plan_AllThatIsCaptured_AllocatesAtMost720BytesAnInteraction()
    {
        var payload = Some.Payload([.. CapturedLines.All]);
        var interactions = _pipeline.Plan(payload).Outcome.Report.Interactions;

        Assert.InRange(interactions, 20, 1_000);
        Assert.InRange(Allocations.PerRun(() => _pipeline.Plan(payload), repeats: 10) / interactions, 1, 720); // many of them clicks with what was shown
    }

    [Fact]
    public void Plan_PayloadOfTheSameSize_ReusesItsBuffer()
    {
        var payload = Some.Payload(
            Some.Line(
                (EnrichedColumn.EventName, "page_view"),
                (EnrichedColumn.UserId, new string('x', 50_000))
            )
        );

        Assert.InRange(Allocations.PerRun(() => _pipeline.Plan(payload)), 1, 5_000); // not its 50,000 bytes
    }

    double AllocatedBy(byte[] line) => Allocations.PerRun(() => Map(line));

    SkipReason Map(byte[] line) => _pipeline.Map(line, OneEvent.Origin).Skip;
}
