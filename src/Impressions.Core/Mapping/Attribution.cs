using System.Buffers;
using Impressions.Core.Personalize;

namespace Impressions.Core.Mapping;

/// <summary>Which source Personalize's metrics count an interaction for (<c>eventAttributionSource</c>).</summary>
static class Attribution
{
    /// <summary>The setting that takes the name of the recommendation's element.</summary>
    public const string ElementName = "element_name";

    /// <summary>U+0020 to U+007E; the API model's pattern.</summary>
    static readonly SearchValues<char> Printable = SearchValues.Create([
        .. Enumerable.Range(' ', '~' - ' ' + 1).Select(character => (char)character),
    ]);

    /// <summary>Whether the service takes it: printable ASCII, not all spaces.</summary>
    public static bool IsSource(string source) =>
        source.Length <= PersonalizeLimits.MaxAttributionSourceLength
        && source.AsSpan().ContainsAnyExcept(' ')
        && !source.AsSpan().ContainsAnyExcept(Printable);

    /// <param name="setting">Null attributes nothing.</param>
    /// <param name="elementName">Of the recommendation's element; null when the event came from none.</param>
    public static string? Of(string? setting, string? elementName, List<Anomaly> anomalies)
    {
        if (setting != ElementName || elementName is null)
        {
            return setting == ElementName ? null : setting;
        }

        if (IsSource(elementName))
        {
            return elementName;
        }

        anomalies.Add(Anomaly.AttributionDropped);
        return null;
    }
}
