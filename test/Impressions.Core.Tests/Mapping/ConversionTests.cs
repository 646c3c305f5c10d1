using System.Globalization;
using Impressions.Core.Kinesis;
using Impressions.Core.Mapping;
using Impressions.Core.Snowplow;
using Impressions.Core.Tests.Support;

namespace Impressions.Core.Tests.Mapping;

/// <summary>What follows from a click on a recommendation carries its id, and nothing else does.</summary>
public sealed class ConversionTests
{
    static readonly (string, string)[] On =
    [
        ("ATTRIBUTE_CONVERSIONS", "memory"),
        ("SESSION_IDENTITY", "on"),
        ("EVENT_TYPES", "snowplow_ecommerce_action.add_to_cart=AddToCart"),
    ];

    Pipeline _pipeline = new(Some.Options(On));

    [Fact]
    public void Plan_ProductCartAndPurchaseAfterAClick_CarryItsIdAndNoImpression()
    {
        var sent = Sent(
            Click(0, "R1", "lamp"),
            Action(1, "product_view", "lamp"),
            Action(2, "add_to_cart", "lamp"),
            Action(3, "transaction", "lamp", "chair")
        );

        Assert.Equal(
            [
                ("Click", "lamp", "R1"),
                ("View", "lamp", "R1"),
                ("AddToCart", "lamp", "R1"),
                ("Purchase", "lamp", "R1"),
                ("Purchase", "chair", null),
            ],
            sent.Select(one => (one.EventType, one.ItemId, one.RecommendationId))
        );
        Assert.All(sent[1..], one => Assert.Null(one.Impression));
    }

    [Theory]
    [InlineData("off", null)]
    [InlineData("memory", "R1")]
    public void Plan_InALaterInvocation_FollowsTheSetting(string setting, string? expected)
    {
        _pipeline = new Pipeline(Some.Options(("ATTRIBUTE_CONVERSIONS", setting)));
        _ = Sent(Click(0, "R1", "lamp"));

        AssertIds([expected], Action(1, "transaction", "lamp"));
    }

    [Fact]
    public void Plan_TwoWidgetsWithOneItem_TheLastClickWins() =>
        AssertIds(
            ["R1", "R1", "R2", "R2"],
            Click(0, "R1", "lamp"),
            Action(1, "product_view", "lamp"),
            Click(2, "R2", "lamp"),
            Action(3, "transaction", "lamp")
        );

    [Fact]
    public void Plan_ClicksOutOfOrder_TheLastByEventTimeWins() =>
        AssertIds(
            ["R2", "R1", "R2"],
            Click(2, "R2", "lamp"),
            Click(1, "R1", "lamp"),
            Action(3, "transaction", "lamp")
        );

    [Fact]
    public void Plan_NoClick_HasNone() => AssertIds([null], Action(1, "transaction", "lamp"));

    [Fact]
    public void Plan_ClickOfAnotherItem_HasNone() =>
        AssertIds(["R1", null], Click(0, "R1", "chair"), Action(1, "transaction", "lamp"));

    [Fact]
    public void Plan_ClickOfSomebodyElse_HasNone() =>
        AssertIds(
            ["R1", null],
            Click(0, "R1", "lamp"),
            Action(1, "transaction", "lamp")
                .With(
                    (EnrichedColumn.DomainUserId, "device-2"),
                    (EnrichedColumn.DomainSessionId, "session-2")
                )
        );

    [Fact]
    public void Plan_ClickOutsideOfARecommendation_HasNone() =>
        AssertIds(
            [null, null],
            Event(0, Some.Action("list_click", Some.Product("lamp"))),
            Action(1, "transaction", "lamp")
        );

    [Theory]
    [InlineData(168 * 60, "R1")]
    [InlineData((168 * 60) + 1, null)]
    public void Plan_WindowOver_HasNone(int minute, string? expected) =>
        AssertIds(["R1", expected], Click(0, "R1", "lamp"), Action(minute, "transaction", "lamp"));

    [Fact]
    public void Plan_PurchaseBeforeTheClick_HasNone() =>
        AssertIds(["R1", null], Click(2, "R1", "lamp"), Action(1, "transaction", "lamp"));

    [Fact]
    public void Plan_OwnRecommendationId_StaysItsOwn()
    {
        _pipeline = new Pipeline(Some.Options([.. On, ("RECOMMENDATION_ID", "recommendation.id")]));

        AssertIds(
            ["R1", "OWN", null],
            Click(0, "R1", "lamp"),
            Event(
                1,
                Some.Action(
                    "transaction",
                    Some.Product("lamp"),
                    Some.Entity("iglu:com.acme/recommendation/jsonschema/1-0-0", """{"id":"OWN"}""")
                )
            ),
            Event( // an id that Personalize does not take is dropped, and no other put in its place
                2,
                Some.Action(
                    "transaction",
                    Some.Product("lamp"),
                    Some.Entity(
                        "iglu:com.acme/recommendation/jsonschema/1-0-0",
                        $$"""{"id":"{{new string('x', 41)}}"}"""
                    )
                )
            )
        );
    }

    [Theory]
    [InlineData("device")]
    [InlineData("session")]
    public void Plan_LoginBetween_JoinsTheSessionAlsoInTheNextOne(string anonymous)
    {
        _pipeline = new Pipeline(Some.Options([.. On, ("ANONYMOUS_USERS", anonymous)]));
        _ = Sent(Click(0, "R1", "lamp"));
        _ = Sent(By("anna", Event(1, Some.Line((EnrichedColumn.EventName, "page_view")))));

        AssertIds(
            ["R1", "R1"],
            By("anna", Action(2, "add_to_cart", "lamp")),
            By("anna", Action(3, "transaction", "lamp"))
                .With(
                    (EnrichedColumn.DomainUserId, "device-2"),
                    (EnrichedColumn.DomainSessionId, "session-2")
                )
        );
    }

    [Fact]
    public void Plan_SecondLoginInASession_DoesNotTakeTheFirstOnesClicks()
    {
        _ = Sent(Click(0, "R1", "lamp"));
        _ = Sent(By("anna", Action(1, "product_view", "chair")));

        AssertIds(
            [null, "R1"],
            By("bert", Action(2, "transaction", "lamp")),
            By("anna", Action(3, "transaction", "lamp"))
        );
    }

    [Fact]
    public void Plan_LoginWithoutSessionIdentity_JoinsNothing()
    {
        _pipeline = new Pipeline(Some.Options(On[0]));

        AssertIds(["R1", null], Click(0, "R1", "lamp"), By("anna", Action(1, "transaction", "lamp")));
    }

    [Fact]
    public void Plan_WhatCameIntoView_IsNoClickAndFollowsFromNone()
    {
        _pipeline = new Pipeline(Some.Options([.. On, ("IMPRESSION_EVENT_TYPE", "Impression")]));
        var exposed = Some.Described(
            $"{Some.Schema}/expose_element/jsonschema/1-0-0",
            "{}",
            Some.Widget("R1"),
            Some.Shown("lamp")
        );

        AssertIds(["R1", null], Event(0, exposed), Action(1, "transaction", "lamp"));
    }

    /// <summary>A click that comes while an event is redelivered, and happened before it, does not change what it is sent as.</summary>
    [Theory]
    [InlineData("R0")]
    [InlineData(null)]
    public void Plan_ClickBetweenAFailureAndItsRedelivery_DoesNotChangeTheEvent(string? before)
    {
        if (before is not null)
        {
            _ = Sent(Click(0, before, "lamp"));
        }

        AssertIds([before], Action(9, "transaction", "lamp"));
        _ = Sent(Click(5, "R1", "lamp"));

        AssertIds([before], Action(9, "transaction", "lamp"));
        AssertIds(["R1"], Action(10, "transaction", "lamp"));
    }

    [Theory]
    [InlineData("", "a DynamoDB table with")]
    [InlineData("a", "a DynamoDB table with")]
    [InlineData("clicks", null)]
    public void TryRead_DynamodbWithoutATable_SaysWhatToSet(string table, string? expected)
    {
        _ = ImpressionsOptions.TryRead(
            name =>
                name == Settings.TrackingId.Name ? "t"
                : name == "ATTRIBUTE_CONVERSIONS" ? "dynamodb"
                : name == "IMPRESSION_TABLE" ? table
                : null,
            out _,
            out var problems
        );

        Assert.Equal(expected is null ? 0 : 1, problems.Count);
        Assert.All(
            problems,
            problem =>
            {
                Assert.StartsWith("IMPRESSION_TABLE: expected", problem, StringComparison.Ordinal);
                Assert.Contains("ATTRIBUTE_CONVERSIONS=dynamodb", problem, StringComparison.Ordinal);
            }
        );
    }

    /// <summary>What needs no click, and what has no use for one, asks for none.</summary>
    [Theory]
    [InlineData("dynamodb", 2)]
    [InlineData("memory", 0)]
    [InlineData("off", 0)]
    public void Survey_ClicksToLoad_AreThoseOfInteractionsThatMayFollowFromOne(string setting, int expected)
    {
        var pipeline = new Pipeline(
            Some.Options(
                ("ATTRIBUTE_CONVERSIONS", setting),
                ("IMPRESSION_TABLE", setting == "dynamodb" ? "clicks" : "")
            )
        );

        var survey = pipeline.Survey(
            new PayloadRecords
            {
                Payload = Some.Payload([
                    Click(0, "R1", "chair"),
                    Action(1, "transaction", "lamp", "table"),
                    Action(2, "transaction", "lamp"), // the same key
                    Action(3, "refund", "rug"), // no event type
                    Event(4, Some.Line((EnrichedColumn.EventName, "page_view"))),
                ]),
            }
        );

        Assert.Equal(expected, survey.ClicksToLoad.Places.Count);
    }

    [Theory]
    [InlineData("1000 2 R1lamp", true)]
    [InlineData("-5 3 R 1 a lamp", true)]
    [InlineData("", false)]
    [InlineData("1000", false)]
    [InlineData("1000 2", false)]
    [InlineData("x 2 R1lamp", false)]
    [InlineData("1000 6 R1lamp", false)] // no item
    [InlineData("1000 0 lamp", false)]
    [InlineData("1000 -1 lamp", false)]
    [InlineData("1000 99999999999 lamp", false)]
    public void TryParse_ClickOfASession_ReadsWhatToStringWrites(string text, bool expected)
    {
        Assert.Equal(expected, Impressions.Core.Mapping.Click.TryParse(text, out var click));
        Assert.Equal(expected ? text : null, expected ? click.ToString() : null);
    }

    [Fact]
    public void Add_BeyondTheCapacity_ForgetsTheOldestAndKeepsTheLatest()
    {
        var clicks = new RecommendationClicks(1_000, joinsSessions: true, capacity: 100);
        for (var i = 0; i < 1_000; i++)
        {
            clicks.Add(Some.Interaction(userId: $"user-{i / 3}", itemId: $"i{i}", recommendationId: "R"));
            Assert.InRange(clicks.Count, 1, 200);
        }

        Assert.Null(clicks.Find(Some.Interaction("e1", "user-0", itemId: "i0")));
        Assert.Equal("R", clicks.Find(Some.Interaction("e2", "user-333", itemId: "i999")));
    }

    [Fact]
    public void Add_OneWhoClicksEverything_KeepsTheirLast()
    {
        var clicks = new RecommendationClicks(1_000_000, joinsSessions: false, capacity: 1_000);
        for (var i = 0; i < 500; i++)
        {
            clicks.Add(
                Some.Interaction(itemId: $"i{i}", sentAtMilliseconds: 1_000 + i, recommendationId: "R")
            );
        }

        Assert.Equal(64, clicks.Count);
        Assert.Null(clicks.Find(Some.Interaction("e1", itemId: "i435", sentAtMilliseconds: 2_000)));
        Assert.Equal("R", clicks.Find(Some.Interaction("e2", itemId: "i436", sentAtMilliseconds: 2_000)));
    }

    void AssertIds(string?[] expected, params string[] lines) =>
        Assert.Equal(expected, Sent(lines).Select(one => one.RecommendationId));

    /// <summary>In the order of the stream.</summary>
    Interaction[] Sent(params string[] lines) =>
        [
            .. _pipeline
                .Plan(Some.Payload(lines))
                .Plan.Sessions.SelectMany(session => session)
                .SelectMany(batch => batch.Entries)
                .OrderBy(entry => entry.Position.Record)
                .Select(entry => entry.Interaction),
        ];

    static string By(string user, string line) => line.With((EnrichedColumn.UserId, user));

    static string Click(int minute, string recommendation, string item) =>
        Event(
            minute,
            Some.Click("https://shop.example/p", Some.Widget(recommendation), Some.ItemComponent(item))
        );

    static string Action(int minute, string type, params string[] items) =>
        Event(minute, Some.Action(type, [.. items.Select(Some.Product)]));

    static string Event(int minute, string line) =>
        line.With(
            (EnrichedColumn.EventId, $"event-{minute}"),
            (
                EnrichedColumn.DerivedTimestamp,
                new DateTime(2026, 11, 21, 0, 0, 0, DateTimeKind.Utc)
                    .AddMinutes(minute)
                    .ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture)
            )
        );
}
