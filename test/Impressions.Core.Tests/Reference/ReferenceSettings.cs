using System.Text;
using System.Text.RegularExpressions;
using Impressions.Core.Selection;

namespace Impressions.Core.Tests.Reference;

/// <summary>The settings that a mapping depends on, by their defaults where nothing else is set.</summary>
sealed class ReferenceSettings(IReadOnlyDictionary<string, string> settings)
{
    readonly string _selection = Value(settings, Settings.EventSelection);
    readonly string _recommendationElement = Value(settings, Settings.RecommendationElement);

    public string RecommendationAttribute { get; } = Value(settings, Settings.RecommendationAttribute);

    public string ItemAttribute { get; } = Value(settings, Settings.ItemAttribute);

    /// <summary>A pattern or <c>-</c>.</summary>
    public string ClickedItemPattern { get; } = Value(settings, Settings.ClickedItemPattern);

    public bool IsFirstPretended { get; } = Value(settings, Settings.UnresolvedClick) == "first";

    public ReferenceFilter Filter { get; } =
        new(Value(settings, Settings.EventFilter), Value(settings, Settings.Robots));

    public bool IsDeviceAUser { get; } = Value(settings, Settings.AnonymousUsers) == "device";

    /// <summary>By event name, or event name, point, action.</summary>
    public IReadOnlyDictionary<string, string> EventTypes { get; } =
        Types(Value(settings, Settings.EventTypes));

    public bool Selects(string eventName) => _selection == "-" || Matches(_selection, eventName);

    public bool IsRecommendation(string? elementName) =>
        _recommendationElement != "-" && Matches(_recommendationElement, elementName ?? "");

    static bool Matches(string pattern, string name) =>
        Encoding.UTF8.GetByteCount(name) <= NamePattern.MaxNameBytes
        && Regex.IsMatch(
            name,
            pattern.Replace("$", @"\z", StringComparison.Ordinal),
            RegexOptions.NonBacktracking
        );

    static string Value(IReadOnlyDictionary<string, string> settings, Setting setting) =>
        settings.GetValueOrDefault(setting.Name, setting.Default);

    static Dictionary<string, string> Types(string changes)
    {
        var types = new Dictionary<string, string>
        {
            ["transaction_item"] = "Purchase",
            ["action.view"] = "View",
            ["action.detail"] = "View",
            ["action.click"] = "Click",
            ["action.purchase"] = "Purchase",
            ["snowplow_ecommerce_action.product_view"] = "View",
            ["snowplow_ecommerce_action.list_view"] = "View",
            ["snowplow_ecommerce_action.list_click"] = "Click",
            ["snowplow_ecommerce_action.transaction"] = "Purchase",
            ["view_item"] = "View",
            ["create_order"] = "Purchase",
            ["link_click"] = "Click",
        };
        foreach (var change in changes.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, eventType) = (change.Split('=')[0], change.Split('=')[1]);
            _ = types.Remove(name);
            if (eventType.Length > 0)
            {
                types[name] = eventType;
            }
        }

        return types;
    }
}
