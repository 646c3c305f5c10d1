using Impressions.Core.Tests.Support;

namespace Impressions.Core.Tests;

public sealed class ImpressionsOptionsTests
{
    [Theory]
    [InlineData(null, 32)]
    [InlineData("7", 7)]
    [InlineData("0", 1)]
    [InlineData("many", 1)]
    public void ReadConcurrency_OfWhateverSetting_IsANumberOfConnections(string? value, int expected) =>
        Assert.Equal(
            expected,
            ImpressionsOptions.ReadConcurrency(name =>
                name == Settings.PutEventsConcurrency.Name ? value : null
            )
        );

    [Fact]
    public void TryRead_OnlyTheRequired_HasTheDefaults()
    {
        var options = Some.Options(("PERSONALIZE_TRACKING_ID", "tracker"));

        Assert.Equal("tracker", options.TrackingId);
        Assert.Equal(
            "^(snowplow_ecommerce_action|action|view_item|transaction_item|create_order|link_click)$",
            options.EventSelection!.Pattern
        );
        Assert.Equal("^recommendation-impression$", options.RecommendationElement!.Pattern);
        Assert.Equal("recommendationId"u8, options.RecommendationAttribute);
        Assert.Null(options.RecommendationId);
        Assert.Equal("itemId"u8, options.ItemAttribute);
        Assert.Equal(@"[?&]variant=(?<item>\d+)(?:[&#]|\z)", options.ClickedItemPattern!.Pattern);
        Assert.Equal(UnresolvedClick.First, options.UnresolvedClick);
        Assert.Equal(AnonymousUsers.Device, options.AnonymousUsers);
        Assert.Null(options.EventTypes.Find(Some.Definition("expose_element"), default));
        Assert.Equal(EventValue.Off, options.EventValue);
        Assert.Null(options.AttributionSource);
        Assert.Empty(options.Properties);
        Assert.Null(options.Media);
        Assert.Empty(options.EntityNames);
        Assert.Equal((ImpressionStore.Off, null), (options.ImpressionStore, options.ImpressionTable));
        Assert.Equal(32, options.PutEventsConcurrency);
        Assert.Equal(DeadLetterPolicy.Keep, options.DeadLetters);
        Assert.Null(options.DeadLetterBucket);
        Assert.Equal("impressions/", options.DeadLetterPrefix);
    }

    [Fact]
    public void TryRead_EverySettingEmpty_MeansItsDefault()
    {
        var empty = Settings
            .All.Where(setting => setting != Settings.TrackingId)
            .Select(setting => (setting.Name, ""));

        var options = Some.Options([.. empty]);

        Assert.Equal(Settings.EventSelection.Default, options.EventSelection!.Pattern);
        Assert.Equal(32, options.PutEventsConcurrency);
    }

    [Fact]
    public void TryRead_ConversionsGiven_AreAsGiven()
    {
        var options = Some.Options(("ATTRIBUTE_CONVERSIONS", "memory"), ("ATTRIBUTION_WINDOW_HOURS", "24"));

        Assert.Equal(
            (AttributeConversions.Memory, TimeSpan.FromDays(1)),
            (options.AttributeConversions, options.AttributionWindow)
        );
    }

    [Fact]
    public void TryRead_EverySettingGiven_IsAsGiven()
    {
        var options = Some.Options(
            ("EVENT_SELECTION_REGEX", "^a$"),
            ("EVENT_TYPES", "link_click=Tap"),
            ("RECOMMENDATION_ELEMENT", "b"),
            ("RECOMMENDATION_ATTRIBUTE", "rid"),
            ("RECOMMENDATION_ID", "recommendation.id"),
            ("ITEM_ATTRIBUTE", "sku"),
            ("CLICKED_ITEM_PATTERN", "(?<item>c)"),
            ("UNRESOLVED_CLICK", "skip"),
            ("ANONYMOUS_USERS", "session"),
            ("SESSION_IDENTITY", "on"),
            ("IMPRESSION_EVENT_TYPE", "Impression"),
            ("EVENT_VALUES", "revenue"),
            ("ATTRIBUTION_SOURCE", "shop front"),
            ("PROPERTIES", "device=dvce_type,genre=film.genre"),
            ("MEDIA_ITEM", "film.id"),
            ("TIME_WATCHED_PERCENT", "10"),
            ("TIME_WATCHED_SECONDS", "30"),
            ("USERS_DATASET_ARN", "arn:aws:personalize:r:1:dataset/g/USERS"),
            ("USER_METADATA", "guest=user.is_guest"),
            ("ITEMS_DATASET_ARN", "arn:aws:personalize:r:1:dataset/g/ITEMS"),
            ("ITEM_METADATA", "price=product.price"),
            ("IMPRESSION_STORE", "dynamodb"),
            ("IMPRESSION_TABLE", "shown-items"),
            ("PUT_EVENTS_CONCURRENCY", "256"),
            ("DEAD_LETTERS", "log"),
            ("DEAD_LETTER_PREFIX", "team=shop/dead")
        );

        Assert.Equal(("^a$", "b"), (options.EventSelection!.Pattern, options.RecommendationElement!.Pattern));
        Assert.Equal("Tap", options.EventTypes.Find(Some.Definition("link_click"), default));
        Assert.Equal("rid"u8, options.RecommendationAttribute);
        Assert.Equal("sku"u8, options.ItemAttribute);
        Assert.Equal("(?<item>c)", options.ClickedItemPattern!.Pattern);
        Assert.Equal(
            (UnresolvedClick.Skip, AnonymousUsers.Session, SessionIdentity.On),
            (options.UnresolvedClick, options.AnonymousUsers, options.SessionIdentity)
        );
        Assert.Equal("Impression", options.EventTypes.Find(Some.Definition("expose_element"), default));
        Assert.Equal(EventValue.Revenue, options.EventValue);
        Assert.Equal("shop front", options.AttributionSource);
        Assert.Equal(["device", "genre"], options.Properties.Select(property => property.Name));
        Assert.NotNull(options.Media);
        Assert.Equal(
            ("arn:aws:personalize:r:1:dataset/g/USERS", "guest"),
            (options.Users!.Arn, options.Users.Properties[0].Name)
        );
        Assert.Equal(
            ("arn:aws:personalize:r:1:dataset/g/ITEMS", "price"),
            (options.Items!.Arn, options.Items.Properties[0].Name)
        );
        Assert.Equal(
            (ImpressionStore.Dynamodb, "shown-items"),
            (options.ImpressionStore, options.ImpressionTable)
        );
        Assert.Equal(7, options.EntityNames.Count); // film twice, user, player, media session, product, recommendation
        Assert.Equal((256, DeadLetterPolicy.Log), (options.PutEventsConcurrency, options.DeadLetters));
        Assert.Equal("team=shop/dead", options.DeadLetterPrefix);
    }

    [Fact]
    public void TryRead_FilterAndRobots_AreAsGiven()
    {
        var options = Some.Options(("EVENT_FILTER", "app_id=web,user.is_internal!=true"), ("ROBOTS", "keep"));

        Assert.True(options.EventFilter.HasEntities);
        Assert.Equal(Robots.Keep, options.Robots);
        _ = Assert.Single(options.EntityNames);
    }

    [Fact]
    public void TryRead_Bucket_KeepsWhatThePolicyWouldLetGo()
    {
        var options = Some.Options(("DEAD_LETTERS", "log"), ("DEAD_LETTER_BUCKET", "dead-letters.shop-1"));

        Assert.Equal("dead-letters.shop-1", options.DeadLetterBucket);
        Assert.Equal(DeadLetterPolicy.Keep, options.DeadLetters);
    }

    [Fact]
    public void TryRead_Hyphen_SwitchesEachPatternOff()
    {
        var options = Some.Options(
            ("EVENT_SELECTION_REGEX", "-"),
            ("RECOMMENDATION_ELEMENT", "-"),
            ("CLICKED_ITEM_PATTERN", "-")
        );

        Assert.Null(options.EventSelection);
        Assert.Null(options.RecommendationElement);
        Assert.Null(options.ClickedItemPattern);
    }

    [Fact]
    public void TryRead_EverySettingWrong_ListsThemAllByName()
    {
        var problems = Problems([.. Settings.All.Select(setting => (setting.Name, Wrong(setting)))]);

        Assert.Equal(
            Settings.All.Select(setting => setting.Name),
            problems.Select(problem => problem[..problem.IndexOf(':', StringComparison.Ordinal)])
        );
        Assert.All(problems, problem => Assert.Contains("expected ", problem, StringComparison.Ordinal));
        Assert.All(problems, problem => Assert.Contains(", got ", problem, StringComparison.Ordinal));
    }

    [Fact]
    public void TryRead_NothingSet_AsksForTheTrackingId() =>
        Assert.StartsWith(
            "PERSONALIZE_TRACKING_ID: expected the id of your event tracker, 1 to 256 characters, got nothing",
            Assert.Single(Problems()),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("PERSONALIZE_TRACKING_ID", " ")]
    [InlineData("EVENT_SELECTION_REGEX", "(")]
    [InlineData("EVENT_SELECTION_REGEX", "(?=x)")] // lookaround: not in linear time
    [InlineData("EVENT_SELECTION_REGEX", "(?<!x)y")]
    [InlineData("EVENT_SELECTION_REGEX", @"(a)\1")] // back-reference
    [InlineData("EVENT_SELECTION_REGEX", "(?>a)")]
    [InlineData("EVENT_FILTER", "app_id")]
    [InlineData("EVENT_FILTER", "=web")]
    [InlineData("EVENT_FILTER", "!=web")]
    [InlineData("EVENT_FILTER", "app=web")] // no column
    [InlineData("EVENT_FILTER", "contexts=x")] // JSON
    [InlineData("EVENT_FILTER", "user.=x")]
    [InlineData("EVENT_FILTER", "user.a.b=x")]
    [InlineData("EVENT_FILTER", "iglu:com.acme/user/jsonschema/1-0-0=x")]
    [InlineData("EVENT_FILTER", "app_id=(")]
    [InlineData("EVENT_FILTER", "app_id=a)|(b")]
    [InlineData("EVENT_FILTER", "app_id=(?!web)")]
    [InlineData("EVENT_FILTER", @"app_id=(a)\1")]
    [InlineData("EVENT_FILTER", "app_id=[a,platform=web")]
    [InlineData("EVENT_FILTER", "app_id=a{2,3}")] // a comma separates conditions
    [InlineData("EVENT_FILTER", "app_id<>web")]
    [InlineData(
        "EVENT_FILTER",
        "app_id=1,app_id=2,app_id=3,app_id=4,app_id=5,app_id=6,app_id=7,app_id=8,app_id=9"
    )]
    [InlineData("ROBOTS", "Skip")]
    [InlineData("ROBOTS", "off")]
    [InlineData("EVENT_TYPES", "page_view=View")]
    [InlineData("RECOMMENDATION_ELEMENT", "[")]
    [InlineData("RECOMMENDATION_ATTRIBUTE", " ")]
    [InlineData("ITEM_ATTRIBUTE", "\t")]
    [InlineData("CLICKED_ITEM_PATTERN", @"variant=(\d+)")] // no group item
    [InlineData("CLICKED_ITEM_PATTERN", @"variant=(?<Item>\d+)")]
    [InlineData("CLICKED_ITEM_PATTERN", @"variant=(?<item>\d+)(?!x)")]
    [InlineData("UNRESOLVED_CLICK", "First")]
    [InlineData("UNRESOLVED_CLICK", "last")]
    [InlineData("ANONYMOUS_USERS", "nobody")]
    [InlineData("SESSION_IDENTITY", "yes")]
    [InlineData("IMPRESSION_EVENT_TYPE", " ")]
    [InlineData("IMPRESSION_EVENT_TYPE", "a\tb")]
    [InlineData("IMPRESSION_EVENT_TYPE", "Eindrücke")]
    [InlineData("EVENT_TYPES", "link_click=Kl\u00efck")]
    [InlineData("EVENT_VALUES", "-")]
    [InlineData("EVENT_VALUES", "Price")]
    [InlineData("PROPERTIES", "device")]
    [InlineData("PROPERTIES", "userId=dvce_type")]
    [InlineData("MEDIA_ITEM", "film")]
    [InlineData("TIME_WATCHED_PERCENT", "0")]
    [InlineData("TIME_WATCHED_PERCENT", "101")]
    [InlineData("TIME_WATCHED_SECONDS", "86401")]
    [InlineData("ATTRIBUTION_SOURCE", " ")]
    [InlineData("ATTRIBUTION_SOURCE", "größe")]
    [InlineData("ATTRIBUTION_SOURCE", "a\tb")]
    [InlineData("ATTRIBUTE_CONVERSIONS", "redis")]
    [InlineData("ATTRIBUTION_WINDOW_HOURS", "0")]
    [InlineData("ATTRIBUTION_WINDOW_HOURS", "8761")]
    [InlineData("PUT_EVENTS_CONCURRENCY", "0")]
    [InlineData("PUT_EVENTS_CONCURRENCY", "257")]
    [InlineData("PUT_EVENTS_CONCURRENCY", "-1")]
    [InlineData("PUT_EVENTS_CONCURRENCY", " 1")]
    [InlineData("PUT_EVENTS_CONCURRENCY", "1.5")]
    [InlineData("PUT_EVENTS_CONCURRENCY", "99999999999")]
    [InlineData("DEAD_LETTERS", "-")]
    [InlineData("DEAD_LETTER_BUCKET", "ab")]
    [InlineData("DEAD_LETTER_BUCKET", "Bucket")]
    [InlineData("DEAD_LETTER_BUCKET", "s3://bucket")]
    [InlineData("DEAD_LETTER_BUCKET", "bucket/prefix")]
    [InlineData("DEAD_LETTER_BUCKET", "-bucket")]
    [InlineData("DEAD_LETTER_BUCKET", "bucket-")]
    [InlineData("DEAD_LETTER_BUCKET", "buc..ket")]
    [InlineData("DEAD_LETTER_BUCKET", "192.168.0.1")]
    [InlineData("DEAD_LETTER_BUCKET", "bucket\n")]
    [InlineData("DEAD_LETTER_PREFIX", "/impressions")]
    [InlineData("DEAD_LETTER_PREFIX", "a//b")]
    [InlineData("DEAD_LETTER_PREFIX", "a/../b")]
    [InlineData("DEAD_LETTER_PREFIX", "dead letters/")]
    [InlineData("DEAD_LETTER_PREFIX", "größe/")]
    public void TryRead_Mistake_NamesItsSetting(string name, string value) =>
        Assert.StartsWith(
            $"{name}: ",
            Assert.Single(Problems(("PERSONALIZE_TRACKING_ID", "tracker"), (name, value))),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("PERSONALIZE_TRACKING_ID", 256)]
    [InlineData("RECOMMENDATION_ATTRIBUTE", 255)]
    [InlineData("ITEM_ATTRIBUTE", 255)]
    public void TryRead_Text_HasALongestLengthInCharacters(string name, int longest)
    {
        (string, string) With(int length) => (name, string.Concat(Enumerable.Repeat("😀", length)));

        Assert.Empty(Problems(("PERSONALIZE_TRACKING_ID", "tracker"), With(longest)));
        _ = Assert.Single(Problems(("PERSONALIZE_TRACKING_ID", "tracker"), With(longest + 1)));
    }

    [Theory]
    [InlineData("PUT_EVENTS_CONCURRENCY", "1")]
    [InlineData("TIME_WATCHED_PERCENT", "1")]
    [InlineData("TIME_WATCHED_PERCENT", "100")]
    [InlineData("TIME_WATCHED_SECONDS", "86400")]
    [InlineData("DEAD_LETTER_BUCKET", "abc")]
    public void TryRead_OnTheBound_IsAccepted(string name, string value) =>
        Assert.Empty(Problems(("PERSONALIZE_TRACKING_ID", "tracker"), (name, value)));

    [Theory]
    [InlineData("DEAD_LETTER_BUCKET", "ab")]
    [InlineData("TIME_WATCHED_SECONDS", "0")]
    public void TryRead_BelowTheBound_IsRefused(string name, string value) =>
        Assert.StartsWith(
            name,
            Assert.Single(Problems(("PERSONALIZE_TRACKING_ID", "tracker"), (name, value))),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("DEAD_LETTER_BUCKET", 63)]
    [InlineData("DEAD_LETTER_PREFIX", 200)]
    public void TryRead_NameInS3_HasALongestLength(string name, int longest)
    {
        Assert.Empty(Problems(("PERSONALIZE_TRACKING_ID", "tracker"), (name, new string('a', longest))));
        _ = Assert.Single(
            Problems(("PERSONALIZE_TRACKING_ID", "tracker"), (name, new string('a', longest + 1)))
        );
    }

    static string Wrong(Setting setting) =>
        setting switch
        {
            _ when setting == Settings.TrackingId => "",
            _ when setting == Settings.RecommendationAttribute || setting == Settings.ItemAttribute => " ",
            _ when setting == Settings.AttributionSource || setting == Settings.ImpressionEventType => "\t",
            _ => "(?=x)",
        };

    static IReadOnlyList<string> Problems(params (string Name, string Value)[] settings)
    {
        var variables = new Dictionary<string, string>();
        foreach (var (name, value) in settings)
        {
            variables[name] = value; // the last one
        }

        var success = ImpressionsOptions.TryRead(
            variables.GetValueOrDefault,
            out var options,
            out var problems
        );

        Assert.Equal(problems.Count == 0, success);
        Assert.Equal(success, options is not null);
        return problems;
    }
}
