using System.Text;
using Impressions.Core.Snowplow;
using Impressions.Core.Tests.Support;

namespace Impressions.Core.Tests.Fuzz;

/// <summary>Events of every kind that a mapping exists for, with everything in them that a mapping may meet.</summary>
sealed class MadeEvents(Random random)
{
    static readonly string[] Schemas =
    [
        "com.snowplowanalytics.snowplow/element",
        "com.snowplowanalytics.snowplow/element_content",
        "com.snowplowanalytics.snowplow/client_session",
        "com.snowplowanalytics.snowplow/link_click",
        "com.snowplowanalytics.snowplow/button_click",
        "com.snowplowanalytics.snowplow/transaction_item",
        "com.snowplowanalytics.snowplow.ecommerce/product",
        "com.snowplowanalytics.snowplow.ecommerce/snowplow_ecommerce_action",
        "com.snowplowanalytics.snowplow.ecommerce/transaction",
        "com.snowplowanalytics.snowplow.ecommerce/promotion",
        "com.google.analytics.enhanced-ecommerce/action",
        "com.google.analytics.enhanced-ecommerce/productFieldObject",
        "io.snowplow.ecomm/cart",
        "com.google.analytics.enhanced-ecommerce/actionFieldObject",
        "io.snowplow.ecomm/view_item",
        "io.snowplow.ecomm/click_item",
        "io.snowplow.ecomm/create_order",
        "io.snowplow.ecomm/product",
    ];

    /// <summary>Ids as JSON writes them: few, so that they meet; and such as nobody can use.</summary>
    static readonly string[] Ids =
    [
        .. Some.Ids(6, "a").Select(id => $"\"{id}\""),
        .. Some.Ids(6, "a").Select(id => $"\"{id}\""),
        "7",
        "\"7\"",
        "48538191331628997",
        "null",
        "\"\"",
        "\" \"",
        "\"null\"",
        "\"undefined \"",
        "\"{{ item.id }}\"",
        "\"gid://shop/Product/7\"",
        "\"a b\"",
        "\"a%20b\"",
        "\"\\u00611\"",
        "\"\\ud83d\"",
        "\"\ufffd\"",
        "\"é|\"",
        $"\"{new string('x', 256)}\"",
        $"\"{new string('x', 257)}\"",
        $"\"{string.Concat(Enumerable.Repeat("😀", 256))}\"",
        $"\"{string.Concat(Enumerable.Repeat("\\u0001", 200))}\"",
        "true",
        "{\"id\":\"a1\"}",
        "[\"a1\"]",
    ];

    static readonly string[] Users =
    [
        "",
        "",
        "u1",
        "u2",
        "null",
        "undefined",
        "Null",
        "00000000-0000-0000-0000-000000000000",
        "  ",
        "\u00a0",
        "é",
        new('u', 256),
        new('u', 257),
        string.Concat(Enumerable.Repeat("😀", 256)),
    ];

    static readonly string[] Times =
    [
        "2026-11-21 23:49:12.349",
        "2026-11-21 23:49:12",
        "2026-11-21 23:49:12.1",
        "2026-11-21 23:49:12.123456789",
        "2026-11-21 23:49:12.1234567890",
        "2026-11-21T23:49:12Z",
        "2026-02-30 00:00:00",
        "2026-11-21 24:00:00",
        "0000-01-01 00:00:00",
        "0001-01-01 00:00:00.001",
        "1969-12-31 23:59:59.999",
        "9999-12-31 23:59:59.999",
        "",
        "yesterday",
    ];

    static readonly string[] EventIds =
    [
        .. Some.Ids(40, "e"),
        "",
        "e1:0",
        "e1:1",
        "00000000-0000-0000-0000-000000000000",
        new('e', 248),
        new('e', 249),
        "61b23857-881e-4a35-a12e-2fbddeae3808",
    ];

    static readonly string[] Urls =
    [
        "https://shop/p/a1",
        "https://shop/a1/a2",
        "https://shop/p?id=a3&x=a3",
        "https://a1/p#/a2",
        "/p/a%31?variant=123",
        "https://shop/p?variant=12x&variant=34#f",
        "https://shop/p?variant=7&",
        "//a1/a2",
        "mailto:a1",
        "a1",
        "",
        "https://shop//a1//",
        "https://shop/p?a1&=a2&b=%ED%A0%80",
        "?q=a%20b",
        "https://shop/\\ud83d",
    ];

    readonly MadeMarks _marks = new(random);

    public static string SchemaOf(Random random) =>
        $"iglu:{Schemas[random.Next(Schemas.Length)]}/jsonschema/1-0-0";

    public byte[] Line() =>
        Encoding.UTF8.GetBytes(
            _marks
                .Columns(Event())
                .With(
                    (EnrichedColumn.EventId, Any(EventIds)),
                    (EnrichedColumn.UserId, Any(Users)),
                    (EnrichedColumn.DomainUserId, Any(Users)),
                    (EnrichedColumn.DomainSessionId, random.Next(2) == 0 ? "s1" : Any(Users)),
                    (EnrichedColumn.DerivedTimestamp, Any(Times)),
                    (EnrichedColumn.CollectorTimestamp, Any(Times)),
                    (EnrichedColumn.DerivedContexts, random.Next(4) == 0 ? Some.Contexts(Entities(3)) : "")
                )
        );

    /// <summary>One that a mapping reads, mostly.</summary>
    public string Entity() =>
        random.Next(10) switch
        {
            0 => Some.Element(Name(), Attributes()),
            1 => Described(
                0,
                $$"""{"element_name":"{{Name()}}","attributes":[{{Attribute("dataset", "itemId")}}]}"""
            ),
            2 => Described(
                0,
                $$"""{"element_name":"{{Name()}}","attributes":[{{Attribute("dataset", "recommendationId")}},{{Attribute("callback", "shownItems", Any(["\"[\\\"a1\\\",7,null,\\\"a2\\\",\\\"\\\\ud83d\\\"]\"", "\"[\"", "\"{}\"", "[\"a1\"]"]))}}]}"""
            ),
            3 => Described(
                1,
                $$"""{"parent_name":"{{Name()}}","attributes":[{{Attribute("dataset", Any(["itemId", "sku"]))}}]}"""
            ),
            4 => Described(2, $$"""{"userId":{{Any(Ids)}},"sessionId":{{Any(Ids)}}}"""),
            5 => Described(
                9,
                $$"""{"items_in_cart":[{{string.Join(',', Some.Ids(random.Next(4)).Select(_ => $$"""{"item_id":{{Any(Ids)}}}"""))}}]}"""
            ),
            6 => Described(8, $$"""{"id":{{Any(Ids)}}}"""),
            7 => Some.Entity(SchemaOf(random), $$"""{"id":{{Any(Ids)}}}"""),
            8 => Described(5, $$"""{"id":{{Any(Ids)}}}"""),
            _ => _marks.Entity(),
        };

    string Event() =>
        random.Next(8) switch
        {
            0 => Some.BakedIn(
                    "com.snowplowanalytics.snowplow",
                    "transaction_item",
                    Any(["1-0-0", "2-0-0", "1-1-0"])
                )
                .With(
                    (EnrichedColumn.TransactionItemSku, Any(Users)),
                    (EnrichedColumn.Contexts, Some.Contexts(Entities(2)))
                ),
            1 => Some.Action(
                Any(["product_view", "list_view", "transaction", "add_to_cart", "list_click"]),
                Entities(6)
            ),
            2 => Some.Action("list_click", [.. Widget(), .. Entities(30)]),
            3 => Some.Described(
                "iglu:com.google.analytics.enhanced-ecommerce/action/jsonschema/1-0-0",
                $$"""{"action":"{{Any(["view", "detail", "click", "purchase", "refund", ""])}}"}""",
                [.. Widget(), .. Entities(6)]
            ),
            4 => Some.Described(
                "iglu:io.snowplow.ecomm/view_item/jsonschema/1-0-0",
                $$"""{"item_id":{{Any(Ids)}}}""",
                Entities(3)
            ),
            5 => Some.Described(
                "iglu:io.snowplow.ecomm/create_order/jsonschema/1-0-0",
                """{"order_id":"o"}""",
                Entities(6)
            ),
            _ => Some.Click(Any(Urls), [.. Widget(), .. Entities(4)]),
        };

    string[] Widget()
    {
        var shown = random.Next(3) == 0 ? random.Next(20, 32) : random.Next(4);
        var ids = random.Next(4) == 0 ? new string('x', random.Next(30, 50)) : "a";
        return random.Next(6) == 0
            ? []
            :
            [
                Some.Widget(Any(["RID-1", "RID-2", "", new('r', 40), new('r', 41)])),
                .. Some.Ids(shown, ids).Select(Some.Shown),
            ];
    }

    string[] Entities(int most) => [.. Some.Ids(random.Next(most + 1)).Select(_ => Entity())];

    string[] Attributes() =>
        [
            .. Some.Ids(random.Next(3))
                .Select(id =>
                    $"{Any(["dataset", "callback", "content"])}.{Any(["itemId", "recommendationId", "shownItems"])}={id}"
                ),
        ];

    string Attribute(string source, string name, string? value = null) =>
        $$"""{"source":"{{source}}","attribute":"{{name}}","value":{{value ?? Any(Ids)}}}""";

    string Name() =>
        Any(["recommendation-impression", "recommendation-impression", "recommendation-item", "x", ""]);

    static string Described(int schema, string data) =>
        Some.Entity($"iglu:{Schemas[schema]}/jsonschema/1-0-0", data);

    T Any<T>(IReadOnlyList<T> all) => all[random.Next(all.Count)];
}
