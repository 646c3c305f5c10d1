using Impressions.Core;
using Impressions.Core.Mapping;

namespace Impressions.Sandbox.View;

/// <summary>What a diagnosis of an event can look at.</summary>
/// <param name="Seen">The event, with its fate.</param>
/// <param name="Before">Events that came before it, oldest first.</param>
sealed record Evidence(SeenEvent Seen, IReadOnlyCollection<SeenEvent> Before, ImpressionsOptions Options)
{
    public TrackedElements Elements => Seen.Elements;

    /// <summary>Events before it of the same application on the same host.</summary>
    public IEnumerable<SeenEvent> OfSite =>
        Before.Where(other =>
            other.Enriched is { IsGood: true } enriched
            && enriched.Row["app_id"] == Seen.Enriched?.Row["app_id"]
            && enriched.Row["page_urlhost"] == Seen.Enriched?.Row["page_urlhost"]
        );

    /// <summary>The site has element tracking: at least one of its events carried elements.</summary>
    public bool SiteHasElements => !Elements.IsEmpty || OfSite.Any(other => !other.Elements.IsEmpty);

    /// <summary>
    /// The site's items are components: an event showed one, or its recommendations list their items as README's
    /// configuration does, which has the component beside it.
    /// </summary>
    public bool SiteHasItemComponents =>
        Elements.ShownItems(Options) is not null
        || OfSite.Any(other => other.Elements.HasAttribute(Options.ItemAttribute));

    public bool IsSkippedAs(SkipReason reason) => Seen.Reason == Codes<SkipReason>.Of(reason);
}
