using System.Text;
using Impressions.Core.Snowplow;
using Impressions.Core.Tests.Support;

namespace Impressions.EndToEnd.Tests.Support.Traffic;

/// <summary>Records that are legal on the stream and cost far more than they are long: to stand among good ones.</summary>
static class HostileRecords
{
    /// <summary>What they say happens in sessions that begin so; what becomes of that is nobody's loss.</summary>
    public const string Session = "hostile";

    /// <summary>So that their calls go out side by side.</summary>
    const int Sessions = 32;

    /// <summary>One of each kind.</summary>
    public static IReadOnlyList<byte[]> All { get; } =
    [
        Lines(32_768),
        Lines(7_000),
        Containers.Aggregate([.. Enumerable.Repeat("x"u8.ToArray(), 30_000)]),
        Orders(events: 311, items: 1_000),
        Events(5_000),
        Containers.Gzip(new byte[40 << 20]), // more than is taken out of one record
        Containers.ZstdZeros(40 << 20),
        LongContexts(9 << 20),
        LongContexts(6 << 20),
        Values(6 << 20),
        Encoding.UTF8.GetBytes(new string('x', 1_000_000)),
    ];

    /// <summary>Lines of one letter, each of them a dead letter.</summary>
    static byte[] Lines(int count) =>
        Containers.Gzip(Containers.Layout([.. Enumerable.Repeat("x"u8.ToArray(), count)]));

    /// <summary>Orders of as many items as an event may have.</summary>
    static byte[] Orders(int events, int items)
    {
        var cart = string.Join(',', Some.Ids(items).Select(id => $$"""{"item_id":"{{id}}"}"""));
        var order = Some.Described(
            "iglu:io.snowplow.ecomm/create_order/jsonschema/1-0-0",
            "{}",
            Some.Entity("iglu:io.snowplow.ecomm/cart/jsonschema/1-0-0", $$"""{"items_in_cart":[{{cart}}]}""")
        );
        return Repeated(order, events);
    }

    /// <summary>As many real events as fit into what is taken out of one record.</summary>
    static byte[] Events(int count) => Repeated(Some.Action("product_view", Some.Product("sku-1")), count);

    /// <summary>One event with an entity after the other.</summary>
    static byte[] LongContexts(int bytes)
    {
        var product = Some.Product("sku-1");
        var line = Some.Action("list_view", [.. Enumerable.Repeat(product, bytes / (product.Length + 1))])
            .With((EnrichedColumn.DomainSessionId, Session));
        return Containers.Gzip(Containers.Layout(Encoding.UTF8.GetBytes(line)));
    }

    /// <summary>One event with nothing but zeros in its entities.</summary>
    static byte[] Values(int bytes)
    {
        var line = Some.Action(
                "list_view",
                Some.Entity(
                    "iglu:a/a/jsonschema/1-0-0",
                    $"[{string.Concat(Enumerable.Repeat("0,", bytes / 2))}0]"
                )
            )
            .With((EnrichedColumn.DomainSessionId, Session));
        return Containers.Gzip(Containers.Layout(Encoding.UTF8.GetBytes(line)));
    }

    static byte[] Repeated(string line, int count) =>
        Containers.Gzip(
            Containers.Layout([
                .. Enumerable
                    .Range(0, count)
                    .Select(i =>
                        Encoding.UTF8.GetBytes(
                            line.With(
                                (EnrichedColumn.EventId, $"{i:x8}-0000-4000-8000-000000000000"),
                                (EnrichedColumn.DomainSessionId, $"{Session}-{i % Sessions}")
                            )
                        )
                    ),
            ])
        );
}
