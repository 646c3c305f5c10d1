using Impressions.Core.Json;

namespace Impressions.Core.Mapping;

/// <summary>One attribute that the tracker read off an element of the page: where from, its name and its value.</summary>
readonly ref struct ElementAttribute
{
    ElementAttribute(JsonValue source, JsonValue name, JsonValue value)
    {
        Source = source;
        Name = name;
        Value = value;
    }

    public JsonValue Source { get; }

    public JsonValue Name { get; }

    public JsonValue Value { get; }

    /// <summary>Attributes of any other source than these are not ours.</summary>
    public bool IsDataset => Source.TextIs("dataset"u8);

    public bool IsCallback => Source.TextIs("callback"u8);

    public static ElementAttribute Read(JsonValue json)
    {
        JsonValue source = default;
        JsonValue name = default;
        JsonValue value = default;
        for (var members = json.Members; members.MoveNext(); )
        {
            if (members.NameIs("source"u8))
            {
                source = members.Current;
            }
            else if (members.NameIs("attribute"u8))
            {
                name = members.Current;
            }
            else if (members.NameIs("value"u8))
            {
                value = members.Current;
            }
        }

        return new ElementAttribute(source, name, value);
    }
}
