using System.Text;
using Impressions.Core.DeadLetters;
using Impressions.Core.Mapping;
using Impressions.Core.Snowplow;

namespace Impressions.Core.Tests.Support;

/// <summary>Any valid thing, with what the test is about changed.</summary>
static class Some
{
    public const string Schema = "iglu:com.snowplowanalytics.snowplow";

    public static ImpressionsOptions Options(params (string Name, string Value)[] settings)
    {
        var variables = settings.ToDictionary(setting => setting.Name, setting => setting.Value);
        variables.TryAdd("PERSONALIZE_TRACKING_ID", EventCase.TrackingId);
        Assert.True(
            ImpressionsOptions.TryRead(variables.GetValueOrDefault, out var options, out var problems),
            string.Join('\n', problems)
        );
        return options;
    }

    /// <summary>The row of the event table with this name.</summary>
    public static EventDefinition Definition(string name) => EventTable.All.Single(row => row.Name == name);

    /// <summary>A product view with the usual columns, as Enrich would write it.</summary>
    public static string Line(params (EnrichedColumn Column, string Value)[] changes)
    {
        var columns = new string[EnrichedEvent.ColumnCount];
        Array.Fill(columns, "");
        columns[(int)EnrichedColumn.CollectorTimestamp] = "2026-11-21 23:49:12.350";
        columns[(int)EnrichedColumn.EventId] = "61b23857-881e-4a35-a12e-2fbddeae3808";
        columns[(int)EnrichedColumn.DomainUserId] = "device-1";
        columns[(int)EnrichedColumn.DomainSessionId] = "session-1";
        columns[(int)EnrichedColumn.DerivedTimestamp] = "2026-11-21 23:49:12.349";
        columns[(int)EnrichedColumn.EventName] = "snowplow_ecommerce_action";
        columns[(int)EnrichedColumn.UnstructEvent] = Event(
            $"{Schema}.ecommerce/snowplow_ecommerce_action/jsonschema/1-0-2",
            """{"type":"product_view"}"""
        );
        columns[(int)EnrichedColumn.Contexts] = Contexts(Product("sku-1"));
        foreach (var (column, value) in changes)
        {
            columns[(int)column] = value;
        }

        return string.Join('\t', columns);
    }

    /// <summary>The line with some of its columns changed.</summary>
    public static string With(this string line, params (EnrichedColumn Column, string Value)[] changes)
    {
        var columns = line.Split('\t');
        foreach (var (column, value) in changes)
        {
            columns[(int)column] = value;
        }

        return string.Join('\t', columns);
    }

    /// <summary>A self-describing event; its name is the schema's.</summary>
    public static string Described(string schema, string data, params string[] entities) =>
        Line(
            (EnrichedColumn.EventName, schema.Split('/')[1]),
            (EnrichedColumn.UnstructEvent, Event(schema, data)),
            (EnrichedColumn.Contexts, Contexts(entities))
        );

    /// <summary>An event whose content stands in columns.</summary>
    public static string BakedIn(string vendor, string name, string version) =>
        Line(
            (EnrichedColumn.EventVendor, vendor),
            (EnrichedColumn.EventName, name),
            (EnrichedColumn.EventVersion, version),
            (EnrichedColumn.UnstructEvent, ""),
            (EnrichedColumn.TransactionItemSku, "sku-1"),
            (EnrichedColumn.Contexts, "")
        );

    /// <summary>A Snowplow ecommerce action such as <c>list_click</c>.</summary>
    public static string Action(string type, params string[] entities) =>
        Described(
            $"{Schema}.ecommerce/snowplow_ecommerce_action/jsonschema/1-0-2",
            $$"""{"type":"{{type}}"}""",
            entities
        );

    /// <summary>A click on a link.</summary>
    public static string Click(string url, params string[] entities) =>
        Described($"{Schema}/link_click/jsonschema/1-0-1", $$"""{"targetUrl":"{{url}}"}""", entities);

    public static string Event(string schema, string data) =>
        $$"""{"schema":"{{Schema}}/unstruct_event/jsonschema/1-0-0","data":{{Entity(schema, data)}}}""";

    public static string Contexts(params string[] entities) =>
        $$"""{"schema":"{{Schema}}/contexts/jsonschema/1-0-1","data":[{{string.Join(',', entities)}}]}""";

    public static string Entity(string schema, string data) =>
        $$"""{"schema":"{{schema}}","data":{{data}}}""";

    public static string Product(string id) =>
        Entity(
            $"{Schema}.ecommerce/product/jsonschema/1-0-0",
            $$"""{"id":"{{id}}","category":"c","price":1,"currency":"EUR"}"""
        );

    /// <summary>An element with attributes of the kind <c>source.name=value</c>.</summary>
    public static string Element(string name, params string[] attributes) =>
        Entity(
            $"{Schema}/element/jsonschema/1-0-0",
            $$"""{"element_name":"{{name}}","attributes":[{{Attributes(attributes)}}]}"""
        );

    public static string ClientSession(string userId, string sessionId) =>
        Entity(
            $"{Schema}/client_session/jsonschema/1-0-2",
            $$"""{"userId":{{userId}},"sessionId":{{sessionId}},"sessionIndex":1}"""
        );

    public static string Content(string parent, params string[] attributes) =>
        Entity(
            $"{Schema}/element_content/jsonschema/1-0-0",
            $$"""{"parent_name":"{{parent}}","parent_index":1,"element_name":"i","element_index":1,"attributes":[{{Attributes(attributes)}}]}"""
        );

    public static string Widget(string recommendationId) =>
        Element("recommendation-impression", $"dataset.recommendationId={recommendationId}");

    public static string Shown(string itemId) =>
        Content("recommendation-impression", $"dataset.itemId={itemId}");

    public static string ItemComponent(string itemId) =>
        Element("recommendation-item", $"dataset.itemId={itemId}");

    /// <summary>The widget's own element, which lists its items by a callback.</summary>
    /// <param name="shownItems">JSON text, its quotes escaped.</param>
    public static string WidgetWithCallback(string recommendationId, string shownItems) =>
        Element(
            "recommendation-impression",
            $"dataset.recommendationId={recommendationId}",
            $"callback.shownItems={shownItems}"
        );

    public static ItemList Items(params string[] itemIds)
    {
        var items = new ItemList(new RepeatedTexts());
        foreach (var itemId in itemIds)
        {
            items.Add(itemId, []);
        }

        return items;
    }

    /// <summary>Ids of any number, such as <c>i0</c>, <c>i1</c>.</summary>
    public static string[] Ids(int count, string prefix = "i") =>
        [.. Enumerable.Range(0, count).Select(i => $"{prefix}{i}")];

    public static Interaction Interaction(
        string eventId = "event-1",
        string? userId = "user-1",
        string sessionId = "session-1",
        string itemId = "item-1",
        long sentAtMilliseconds = 1_795_304_952_349,
        string? recommendationId = null,
        IReadOnlyList<string>? impression = null
    ) =>
        new()
        {
            EventId = eventId,
            UserId = userId,
            IsAnonymous = false,
            SessionId = sessionId,
            EventType = "Click",
            ItemId = itemId,
            SentAtMilliseconds = sentAtMilliseconds,
            RecommendationId = recommendationId,
            Impression = impression,
            CollectedAtMilliseconds = null,
        };

    public static DeadLetterRow DeadLetter(string payload = "a\tb") =>
        new()
        {
            Reason = "rejected",
            ErrorCode = "InvalidInputException",
            FailedAt = new DateTimeOffset(2026, 11, 22, 4, 5, 6, 789, TimeSpan.Zero),
            RequestId = "request-1",
            ShardId = "shardId-000000000000",
            SequenceNumber = "100",
            Line = 2,
            ArrivedAt = new DateTimeOffset(2026, 11, 22, 4, 5, 0, TimeSpan.Zero),
            Content = DeadLetterContent.Event,
            Payload = Encoding.UTF8.GetBytes(payload),
            Refused = """{"sessionId":"session-1","eventList":[]}"""u8.ToArray(),
        };

    /// <summary>A Kinesis event with one record for each data, sequence numbers from 100 on.</summary>
    public static byte[] Payload(params byte[][] datas) =>
        Encoding.UTF8.GetBytes(
            $$"""{"Records":[{{string.Join(',', datas.Select((data, i) => Record($"{100 + i}", Convert.ToBase64String(data))))}}]}"""
        );

    public static byte[] Payload(params string[] lines) => Payload([.. lines.Select(Encoding.UTF8.GetBytes)]);

    public static string Record(string sequenceNumber, string base64) =>
        $$"""{"kinesis":{"partitionKey":"1","sequenceNumber":"{{sequenceNumber}}","data":"{{base64}}","approximateArrivalTimestamp":1795304952.5},"eventID":"shardId-000000000000:{{sequenceNumber}}"}""";

    static string Attributes(string[] attributes) =>
        string.Join(
            ',',
            attributes.Select(attribute =>
            {
                var (dot, equals) = (attribute.IndexOf('.'), attribute.IndexOf('='));
                return $$"""{"source":"{{attribute[..dot]}}","attribute":"{{attribute[(dot + 1)..equals]}}","value":"{{attribute[(equals + 1)..]}}"}""";
            })
        );
}
