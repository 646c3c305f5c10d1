using System.Globalization;
using Impressions.Core.Personalize;

namespace Impressions.Core.Mapping;

/// <summary>A click on an item in a recommendation.</summary>
/// <param name="AtMilliseconds">When it happened (since 1970-01-01 UTC).</param>
readonly record struct Click(string ItemId, string RecommendationId, long AtMilliseconds)
{
    /// <summary>As <see cref="TryParse"/> reads it: time, length of the recommendation id, both ids.</summary>
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{AtMilliseconds} {RecommendationId.Length} {RecommendationId}{ItemId}"
        );

    /// <summary>From a table, which may hold anything.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Click click)
    {
        click = default;
        var first = text.IndexOf(' ');
        var second = first < 0 ? -1 : text[(first + 1)..].IndexOf(' ') + first + 1;
        if (
            second <= first
            || !long.TryParse(
                text[..first],
                NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture,
                out var at
            )
            || !int.TryParse(
                text[(first + 1)..second],
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var length
            )
            || length >= text.Length - second - 1
        )
        {
            return false;
        }

        var ids = text[(second + 1)..];
        click = new Click(ids[length..].ToString(), ids[..length].ToString(), at);
        return click.IsUsable;
    }

    /// <summary>Whether Personalize accepts its ids.</summary>
    public bool IsUsable =>
        RecommendationId.Length > 0
        && CodePoints.AreAtMost(PersonalizeLimits.MaxRecommendationIdLength, RecommendationId)
        && ItemList.IsUsable(ItemId);
}
