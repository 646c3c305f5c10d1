using System.Text;
using Impressions.Core.Delivery;
using Impressions.Core.Kinesis;
using Impressions.Core.Mapping;
using Impressions.Core.Snowplow;
using Impressions.Core.Tests.Support;

namespace Impressions.Core.Tests;

/// <summary>
/// The largest event there can be, in the shapes that would find something quadratic: it has a fate, and leaves no
/// more to the garbage collector for each of its bytes than a small one. (Work that grew with the square would take
/// hours here, not a second.)
/// </summary>
public sealed class PipelineLinearityTests
{
    /// <summary>Most that an event may allocate for each of its bytes (bytes); UTF-16 alone makes two of one.</summary>
    const double MaxAllocatedPerByte = 40;

    const int SmallBytes = 256 << 10;

    /// <summary>A little under the limit, for the columns around the one that is filled (bytes).</summary>
    const int LargestBytes = RecordLimits.MaxEventBytes - (8 << 10);

    /// <summary>Name, what repeats, and the event around so many of them.</summary>
    static readonly (string Name, string Part, Func<string, string> Line)[] Shapes =
    [
        (
            "entities of no interest",
            ",1",
            parts => Some.Action("product_view", Some.Product("a"), "1" + parts)
        ),
        ("products", Comma(Some.Product("a")), parts => Some.Action("list_view", Some.Product("b") + parts)),
        ("items of a cart", ",{\"item_id\":#}", Cart),
        ("equal items of a cart", ",{\"item_id\":7}", Cart),
        ("widgets", Comma(Some.Widget("#")), parts => Some.Click("/p", Some.Widget("R") + parts)),
        ("names of elements", Comma(Some.Element("#")), parts => Some.Click("/p", Some.Widget("R") + parts)),
        ("item components", Comma(Some.ItemComponent("#")), parts => Click("/p", parts)),
        ("shown items", Comma(Some.Shown("#")), parts => Click("/p", parts)),
        (
            "shown items by a callback",
            ",#",
            parts => Some.Click("/p", Some.WidgetWithCallback("R", $"[1{parts}]"))
        ),
        ("path segments", "/#", parts => Click("https://shop" + parts, Comma(Some.Shown("a")))),
        ("query values", "&a=#", parts => Click("https://shop/?" + parts, Comma(Some.Shown("a")))),
        ("percent signs", "%F0%9F", parts => Click("https://shop/" + parts, Comma(Some.Shown("a")))),
        ("matches of the pattern but for their end", "?variant=1", parts => Click(parts + "x", "")),
        ("digits of the pattern", "1", parts => Click("?variant=" + parts + "x", "")),
        ("attributes", ",{\"source\":\"dataset\",\"attribute\":\"#\",\"value\":\"v\"}", Attributes),
        ("repeated keys", ",\"id\":\"#\"", parts => Product("\"id\":1" + parts)),
        ("repeated data", ",\"data\":[{\"schema\":1}]", RepeatedData),
        ("escaped text", "\\u00e9", parts => Product($"\"id\":\"{parts}\"")),
        ("half emojis", "\\ud83d", parts => Product($"\"id\":\"{parts}\"")),
        ("escaped names", ",\"\\u0069d#\":1", parts => Product("\"a\":1" + parts)),
        ("digits", "9", parts => Product($"\"id\":{parts}")),
        ("white space", "  ", parts => Product("\"id\":1" + parts)),
        ("brackets that end at once", ",[]", parts => Product("\"id\":1,\"a\":[1" + parts + "]")),
        ("no UTF-8", "\u00ff", parts => Some.Line((EnrichedColumn.UserId, parts))),
        ("zeros", "\0", parts => Some.Line((EnrichedColumn.DomainSessionId, parts))),
        ("zeros in JSON", "\0", parts => Some.Line((EnrichedColumn.Contexts, parts))),
        ("digits of a time", "1", parts => Some.Line((EnrichedColumn.DerivedTimestamp, parts))),
        ("characters of an id", "1", parts => Some.Line((EnrichedColumn.EventId, parts))),
    ];

    readonly Pipeline _pipeline = new(Some.Options());

    public static TheoryData<string> Names => [.. Shapes.Select(shape => shape.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Map_LargestEvent_AllocatesInProportion(string name)
    {
        var (small, largest) = (Line(name, SmallBytes), Line(name, LargestBytes));
        Assert.InRange(largest.Length, LargestBytes / 2, RecordLimits.MaxEventBytes);
        _ = AllocatedBy(small); // buffers that stay

        Assert.InRange(AllocatedBy(small) / small.Length, 0, MaxAllocatedPerByte);
        Assert.InRange(AllocatedBy(largest) / largest.Length, 0, MaxAllocatedPerByte);
    }

    double AllocatedBy(byte[] line)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var mapped = _pipeline.Map(line, OneEvent.Origin);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.False(mapped.Skip is SkipReason.NotSelected or SkipReason.UnknownEvent); // it was looked into
        Assert.NotEqual(DeadLetterReason.WrongColumnCount, mapped.DeadLetter);
        return allocated;
    }

    /// <summary>The hash sign in a part becomes its number. One character is one byte, so that any byte can be there.</summary>
    static byte[] Line(string name, int bytes)
    {
        var (_, part, line) = Shapes.Single(shape => shape.Name == name);
        var parts = new StringBuilder(bytes);
        for (var i = 0; parts.Length < bytes - part.Length - 10; i++)
        {
            _ = parts.Append(part.Replace("#", $"{i}"));
        }

        return Encoding.Latin1.GetBytes(line(parts.ToString()));
    }

    static string Comma(string entity) => $",{entity}";

    static string Click(string url, string moreEntities) => Some.Click(url, Some.Widget("R") + moreEntities);

    static string Product(string members) =>
        Some.Action(
            "product_view",
            Some.Product("a"),
            Some.Entity($"{Some.Schema}.ecommerce/product/jsonschema/1-0-0", $"{{{members}}}")
        );

    static string Attributes(string parts) =>
        Some.Click(
            "/p",
            Some.Entity(
                $"{Some.Schema}/element/jsonschema/1-0-0",
                $$"""{"element_name":"recommendation-impression","attributes":[{"source":"dataset","attribute":"recommendationId","value":"R"}{{parts}}]}"""
            )
        );

    static string Cart(string parts) =>
        Some.Described(
            "iglu:io.snowplow.ecomm/create_order/jsonschema/1-0-0",
            "{}",
            Some.Entity(
                "iglu:io.snowplow.ecomm/cart/jsonschema/1-0-0",
                $$"""{"items_in_cart":[{"item_id":1}{{parts}}]}"""
            )
        );

    static string RepeatedData(string parts) =>
        Some.Line((EnrichedColumn.Contexts, $$"""{"data":[]{{parts}},"data":[{{Some.Product("a")}}]}"""));
}
