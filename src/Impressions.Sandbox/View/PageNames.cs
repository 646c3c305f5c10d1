using System.Text;
using Impressions.Core;

namespace Impressions.Sandbox.View;

/// <summary>How a page spells what the settings look for.</summary>
static class PageNames
{
    /// <summary>Items within a recommendation, and elements that are both.</summary>
    public static string Items(ImpressionsOptions options)
    {
        var (recommendation, item) = (Data(options.RecommendationAttribute), Data(options.ItemAttribute));
        return $"[{recommendation}] [{item}], [{recommendation}][{item}]";
    }

    /// <summary>The HTML attribute of a data attribute: <c>itemId</c> is <c>data-item-id</c>.</summary>
    public static string Data(byte[] attribute) =>
        "data-"
        + string.Concat(
            Text(attribute)
                .Select(letter =>
                    char.IsAsciiLetterUpper(letter) ? $"-{char.ToLowerInvariant(letter)}" : letter.ToString()
                )
        );

    public static string Text(byte[] attribute) => Encoding.UTF8.GetString(attribute);

    /// <summary>The element that names the recommendation.</summary>
    public static string RecommendationLine(ImpressionsOptions options) =>
        $"{{ name: \"recommendation-impression\", selector: \"[{Data(options.RecommendationAttribute)}]\", component: true, details: {{ dataset: [\"{Text(options.RecommendationAttribute)}\"] }} }}";

    /// <summary>The element that names the clicked item.</summary>
    public static string ItemLine(ImpressionsOptions options) =>
        $"{{ name: \"recommendation-item\", selector: \"{Items(options)}\", component: true, expose: false, details: {{ dataset: [\"{Text(options.ItemAttribute)}\"] }} }}";

    /// <summary>The part of the listener that looks for the item, and does without where there is none.</summary>
    public static string ListenerLines(ImpressionsOptions options) =>
        $"""
            const item = event.composedPath().find(node => node.matches?.("{Items(options)}"));
            if (item && link) snowplow("trackLinkClick", {ListenerArgument});
            """;

    const string ListenerArgument = "{ element: link, context: componentsOf(item) }";
}
