using Impressions.Core.Json;

namespace Impressions.Core.Snowplow;

/// <summary>JSON with the schema that describes it: a self-describing event's content, or an entity.</summary>
readonly ref struct SelfDescribing
{
    SelfDescribing(JsonValue schema, JsonValue data)
    {
        Schema = schema;
        Data = data;
    }

    public JsonValue Schema { get; }

    /// <summary>What the schema describes; absent when the JSON is of another shape.</summary>
    public JsonValue Data { get; }

    public static SelfDescribing Read(JsonValue json)
    {
        JsonValue schema = default;
        JsonValue data = default;
        for (var members = json.Members; members.MoveNext(); )
        {
            if (members.NameIs("schema"u8))
            {
                schema = members.Current;
            }
            else if (members.NameIs("data"u8))
            {
                data = members.Current;
            }
        }

        return new SelfDescribing(schema, data);
    }
}
