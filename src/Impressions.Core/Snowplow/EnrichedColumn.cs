namespace Impressions.Core.Snowplow;

/// <summary>The columns of an enriched event that Impressions reads, by their position (0-based) among the 131.</summary>
enum EnrichedColumn
{
    CollectorTimestamp = 3,
    EventId = 6,
    UserId = 12,
    DomainUserId = 15,
    PageUrl = 29,
    Contexts = 52,
    UnstructEvent = 58,
    TransactionItemOrderId = 67,
    TransactionItemSku = 68,
    TransactionItemPrice = 71,
    TransactionItemQuantity = 72,
    BrowserType = 81,
    DerivedContexts = 122,
    DomainSessionId = 123,
    DerivedTimestamp = 124,
    EventVendor = 125,
    EventName = 126,
    EventVersion = 128,
}
