using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Impressions.Core.Snowplow;
using Impressions.Core.Tests.Support;

namespace Impressions.Core.Tests.Snowplow;

public sealed class EnrichedColumnTests
{
    static readonly Dictionary<EnrichedColumn, string> Names = new()
    {
        [EnrichedColumn.CollectorTimestamp] = "collector_tstamp",
        [EnrichedColumn.EventId] = "event_id",
        [EnrichedColumn.UserId] = "user_id",
        [EnrichedColumn.DomainUserId] = "domain_userid",
        [EnrichedColumn.PageUrl] = "page_url",
        [EnrichedColumn.Contexts] = "contexts",
        [EnrichedColumn.UnstructEvent] = "unstruct_event",
        [EnrichedColumn.TransactionItemOrderId] = "ti_orderid",
        [EnrichedColumn.TransactionItemSku] = "ti_sku",
        [EnrichedColumn.TransactionItemPrice] = "ti_price",
        [EnrichedColumn.TransactionItemQuantity] = "ti_quantity",
        [EnrichedColumn.BrowserType] = "br_type",
        [EnrichedColumn.DerivedContexts] = "derived_contexts",
        [EnrichedColumn.DomainSessionId] = "domain_sessionid",
        [EnrichedColumn.DerivedTimestamp] = "derived_tstamp",
        [EnrichedColumn.EventVendor] = "event_vendor",
        [EnrichedColumn.EventName] = "event_name",
        [EnrichedColumn.EventVersion] = "event_version",
    };

    [Fact]
    public void EveryColumn_ByName_StandsWhereSnowplowWritesIt()
    {
        Assert.Equal(EnrichedEvent.ColumnCount, EnrichedColumnNames.All.Count);
        Assert.All(
            Enum.GetValues<EnrichedColumn>(),
            column => Assert.Equal(Names[column], EnrichedColumnNames.All[(int)column])
        );
    }

    /// <summary>What only the right column holds, in events that a real tracker sent.</summary>
    [Theory]
    [InlineData(nameof(EnrichedColumn.CollectorTimestamp), @"\A\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}\z", 100)]
    [InlineData(nameof(EnrichedColumn.DerivedTimestamp), @"\A\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}\z", 100)]
    [InlineData(nameof(EnrichedColumn.EventId), @"\A[0-9a-f]{8}-[0-9a-f]{4}-[45][0-9a-f-]{21}\z", 100)]
    [InlineData(nameof(EnrichedColumn.DomainUserId), @"\A[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f-]{21}\z", 100)]
    [InlineData(nameof(EnrichedColumn.DomainSessionId), @"\A[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f-]{21}\z", 100)]
    [InlineData(nameof(EnrichedColumn.UserId), @"\A(?:user-42|customer-42|undefined)\z", 3)] // what the pages set
    [InlineData(nameof(EnrichedColumn.TransactionItemSku), @"\ASKU-[12]\z", 2)]
    [InlineData(
        nameof(EnrichedColumn.Contexts),
        @"\A\{""schema"":""iglu:com\.snowplowanalytics\.snowplow/contexts/",
        80
    )]
    [InlineData(nameof(EnrichedColumn.UnstructEvent), @"\A\{""schema"":""iglu:[a-z.]+/unstruct_event/", 80)]
    public void EveryColumn_InCapturedEvents_HoldsItsKindOfValue(string column, string pattern, int atLeast)
    {
        var values = CapturedLines
            .All.Select(line => Read(line, Enum.Parse<EnrichedColumn>(column)))
            .Where(value => value.Length > 0)
            .ToList();

        // A line in which something was broken on purpose may differ.
        Assert.InRange(
            values.Count(value => Regex.IsMatch(value, pattern, RegexOptions.NonBacktracking)),
            Math.Max(atLeast, values.Count - 2),
            1_000
        );
    }

    [Fact]
    public void EventVendorNameAndVersion_InCapturedEvents_RepeatTheSchemaOfTheEvent()
    {
        var compared = 0;
        foreach (var line in CapturedLines.All)
        {
            var json = Read(line, EnrichedColumn.UnstructEvent);
            if (!json.EndsWith("}}", StringComparison.Ordinal))
            {
                continue;
            }

            using var column = JsonDocument.Parse(json);
            var schema = column.RootElement.GetProperty("data").GetProperty("schema").GetString();
            var (vendor, name) = (
                Read(line, EnrichedColumn.EventVendor),
                Read(line, EnrichedColumn.EventName)
            );
            var version = Read(line, EnrichedColumn.EventVersion);
            compared += schema == $"iglu:{vendor}/{name}/jsonschema/{version}" ? 1 : 0;
        }

        Assert.InRange(compared, 80, 1_000);
    }

    static string Read(byte[] line, EnrichedColumn column)
    {
        Assert.True(EnrichedEvent.TryParse(line, new int[EnrichedEvent.ColumnCount], out var enriched));
        return Encoding.UTF8.GetString(enriched[column]);
    }
}
