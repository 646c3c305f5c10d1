using Impressions.Core.Delivery;
using Impressions.Core.Mapping;

namespace Impressions.Sandbox.View;

/// <summary>What became of an event, in plain words.</summary>
static class FateText
{
    public static string Of(SkipReason reason) =>
        reason switch
        {
            SkipReason.NotSelected => "Not among the selected events (EVENT_SELECTION_REGEX); most are not.",
            SkipReason.UnknownEvent => "Selected by its name, but of a vendor or version without a mapping.",
            SkipReason.NoEventType => "Its action has no event type, unless EVENT_TYPES gives it one.",
            SkipReason.NotARecommendation =>
                "A link outside every recommendation: not meant for Personalize.",
            SkipReason.ClickedItemUnknown => "A recommendation was clicked, but nothing says which item.",
            SkipReason.NoItem => "It names no item that Personalize could take.",
            SkipReason.NoIdentity => "It names neither a user nor a session.",
            SkipReason.Duplicate =>
                "The tracker sent the same event again, or the page the same order; the first one counts.",
            SkipReason.AlreadyWatched =>
                "A share watched that was sent before; the first of each step counts.",
            SkipReason.Remembered =>
                "What the recommendation showed is remembered for its clicks, or counted.",
            SkipReason.Filtered => "A condition of EVENT_FILTER does not hold for it.",
            SkipReason.Robot => "A robot's, says Enrich; ROBOTS=keep sends it all the same.",
            _ => "",
        };

    public static string Of(DeadLetterReason reason) =>
        reason switch
        {
            DeadLetterReason.BrokenJson => "A column that the mapping needs is not JSON.",
            DeadLetterReason.TooLarge => "It is larger, or has more items, than the function takes.",
            DeadLetterReason.Rejected => "Personalize refused it.",
            _ => "It can never be sent.",
        };

    public static string Of(ClickedItemRule rule) =>
        rule switch
        {
            ClickedItemRule.ItemComponent => "The item is a component of its own, with its id: exact.",
            ClickedItemRule.UrlPattern => "CLICKED_ITEM_PATTERN found it in the link's URL.",
            ClickedItemRule.UrlMatch => "Exactly one of the items shown stands in the link's URL.",
            ClickedItemRule.OnlyShown => "Only one item was shown.",
            ClickedItemRule.FirstShown => "Nothing says which, so the first item shown is taken.",
            _ => "",
        };
}
