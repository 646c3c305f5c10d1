using Impressions.Core;
using Impressions.Core.Batching;
using Impressions.Core.Mapping;
using Impressions.Core.Personalize;
using Impressions.Core.Tests.Support;
using Impressions.Emulation.Personalize;

namespace Impressions.Edge.Tests.Emulation;

/// <summary>Calls that the core writes, as the emulated service takes them.</summary>
public sealed class CoreCallTests
{
    const string Arn = "arn:aws:personalize:eu-central-1:123456789012:dataset/shop/X";

    static readonly string Longest = string.Concat(
        Enumerable.Repeat("😀", PersonalizeLimits.MaxIdLength) // 12 bytes each in JSON
    );

    [Fact]
    public void PutEvents_LongestOfEverything_IsAccepted()
    {
        var others = Enumerable.Repeat(new string('日', 30), 24);
        var batch = new Batch(Longest, Longest);
        batch.Add(
            EventSize.Fit(
                Some.Interaction(Longest, Longest, Longest, Longest, impression: [Longest, .. others]),
                []
            ),
            default
        );

        Assert.Null(PutEventsValidator.Validate(PutEventsJson.Write(batch, Longest)).Refusal);
    }

    [Fact]
    public void PutEvents_SourceAndValueOfACapturedPurchase_AreAccepted()
    {
        var options = Some.Options(("ATTRIBUTION_SOURCE", "~shop \"front\""), ("EVENT_VALUES", "revenue"));
        var (plan, _) = new Pipeline(options).Plan(EventCase.Load("ecommerce-transaction").Payload);
        var batch = Assert.Single(plan.Sessions.SelectMany(session => session));

        var verdict = PutEventsValidator.Validate(PutEventsJson.Write(batch, EventCase.TrackingId));

        Assert.Null(verdict.Refusal);
        Assert.Equal([39, 59], verdict.Request!.Events.Select(entry => entry.EventValue));
        Assert.All(verdict.Request.Events, entry => Assert.Equal("~shop \"front\"", entry.AttributionSource));
    }

    [Fact]
    public void PutEvents_DamagedLines_AreAcceptedOrNotSent()
    {
        var pipeline = new Pipeline(Some.Options());
        var mutations = new Mutations(new Random(1));
        var calls = 0;
        foreach (var line in CapturedLines.All.Concat(CapturedLines.All))
        {
            var payload = Some.Payload(mutations.Of(line));
            foreach (var batch in pipeline.Plan(payload).Plan.Sessions.SelectMany(session => session))
            {
                calls++;
                Assert.Null(PutEventsValidator.Validate(PutEventsJson.Write(batch, "t")).Refusal);
            }
        }

        Assert.InRange(calls, 10, CapturedLines.All.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void PutMetadata_Call_IsAsTheServicesModelHasIt(bool isOfItems)
    {
        var dataset = isOfItems ? Dataset.Items : Dataset.Users;
        var call = new MetadataCall(dataset, [new(dataset, "a\"", """{"b":"c"}"""), new(dataset, "d", "{}")]);
        using var body = System.Text.Json.JsonDocument.Parse(call.Write(Arn));
        var violations = new ShapeViolations();

        (isOfItems ? PutEventsShapes.Items : PutEventsShapes.Users).Check(body.RootElement, "", violations);

        Assert.Null(violations.ToRefusal("InvalidInputException"));
        Assert.Equal(
            """{"b":"c"}""",
            body.RootElement.GetProperty(isOfItems ? "items" : "users")[0]
                .GetProperty("properties")
                .GetString()
        );
    }
}
