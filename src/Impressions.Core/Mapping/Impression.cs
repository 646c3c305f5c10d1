using Impressions.Core.Personalize;

namespace Impressions.Core.Mapping;

static class Impression
{
    /// <summary>
    /// The items that were on view when the user clicked, as many as the service takes: the first ones, and always
    /// the clicked one, in the last place when it stands beyond them. Null when it is not known what was shown.
    /// </summary>
    public static IReadOnlyList<string>? Of(ItemList shown, string clicked, List<Anomaly> anomalies)
    {
        if (shown.Count == 0)
        {
            return null;
        }

        var items = new List<string>(Math.Min(shown.Count + 1, PersonalizeLimits.MaxImpressionItems));
        var places = PersonalizeLimits.MaxImpressionItems - 1; // one is the clicked item's
        var room = PersonalizeLimits.MaxImpressionLength - CodePoints.Count(clicked);
        var isClickedIn = false;
        foreach (var item in shown.Items)
        {
            if (item == clicked)
            {
                isClickedIn = true;
                items.Add(item);
                continue;
            }

            room -= CodePoints.Count(item) + 1; // the service joins them by vertical bars
            if (places-- == 0 || room < 0)
            {
                anomalies.Add(Anomaly.ImpressionCut);
                break;
            }

            items.Add(item);
        }

        if (!isClickedIn)
        {
            items.Add(clicked);
        }

        return items;
    }
}
