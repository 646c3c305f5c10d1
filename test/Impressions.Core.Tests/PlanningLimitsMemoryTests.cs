using System.Text;
using Impressions.Core.Delivery;
using Impressions.Core.Kinesis;
using Impressions.Core.Mapping;
using Impressions.Core.Snowplow;
using Impressions.Core.Tests.Support;

namespace Impressions.Core.Tests;

[Collection(Alone.Name)] // other tests allocate too
public sealed class PlanningLimitsMemoryTests
{
    /// <summary>311 events of 1,000 items, in one legal record, for a function of 128 MB.</summary>
    [Fact]
    public void Plan_RecordOf311000Items_HoldsNoMoreThanItsShare()
    {
        var items = string.Join(',', Some.Ids(1_000).Select(id => $$"""{"item_id":"{{id}}"}"""));
        var order = Some.Described(
            "iglu:io.snowplow.ecomm/create_order/jsonschema/1-0-0",
            "{}",
            Some.Entity("iglu:io.snowplow.ecomm/cart/jsonschema/1-0-0", $$"""{"items_in_cart":[{{items}}]}""")
        );
        var lines = Enumerable
            .Range(0, 311)
            .Select(i =>
                Encoding.UTF8.GetBytes(
                    order.With((EnrichedColumn.EventId, $"{i:x8}-0000-4000-8000-000000000000"))
                )
            );
        var records = new PayloadRecords
        {
            Payload = Some.Payload(Containers.Gzip(Containers.Layout([.. lines]))),
        };
        var maxBytes = PlanningLimits.HeldBytes(128 << 20);
        var pipeline = new Pipeline(Some.Options());
        _ = pipeline.Plan(records, InvocationSurvey.Empty, new PlanningLimits(1, CancellationToken.None));
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var (plan, outcome) = pipeline.Plan(
            records,
            InvocationSurvey.Empty,
            new PlanningLimits(maxBytes, CancellationToken.None)
        );

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, 1, maxBytes * 5 / 4);
        Assert.InRange(plan.Sessions.Sum(session => session.Count), 1_000, 31_000);
        Assert.InRange(outcome.Report.Of(DeadLetterReason.TooLarge), 100, 310);
    }
}
