using Impressions.Core.Delivery;
using Impressions.Core.Mapping;

namespace Impressions.Core.Tests.Mapping;

public sealed class SkipReasonTests
{
    [Theory]
    [InlineData(nameof(SkipReason.NotSelected), true)]
    [InlineData(nameof(SkipReason.NoEventType), true)]
    [InlineData(nameof(SkipReason.NotARecommendation), true)]
    [InlineData(nameof(SkipReason.Duplicate), true)]
    [InlineData(nameof(SkipReason.AlreadyWatched), true)]
    [InlineData(nameof(SkipReason.Remembered), true)]
    [InlineData(nameof(SkipReason.Filtered), true)]
    [InlineData(nameof(SkipReason.Robot), true)]
    [InlineData(nameof(SkipReason.UnknownEvent), false)]
    [InlineData(nameof(SkipReason.ClickedItemUnknown), false)]
    [InlineData(nameof(SkipReason.NoItem), false)]
    [InlineData(nameof(SkipReason.NoIdentity), false)]
    public void IsIntentional_Reason_TellsWhetherAnyoneShouldWorry(string reason, bool expected) =>
        Assert.Equal(expected, Enum.Parse<SkipReason>(reason).IsIntentional());

    [Fact]
    public void Codes_OfEveryReason_AreTheNamesThatTheSpecificationUses()
    {
        Assert.Equal(
            [
                "none",
                "not_selected",
                "unknown_event",
                "no_event_type",
                "not_a_recommendation",
                "clicked_item_unknown",
                "no_item",
                "no_identity",
                "duplicate",
                "already_watched",
                "remembered",
                "filtered",
                "robot",
            ],
            Codes<SkipReason>.All
        );
        Assert.Equal(
            [
                "none",
                "corrupt_record",
                "unsupported_compression",
                "too_large",
                "wrong_column_count",
                "broken_json",
                "rejected",
            ],
            Codes<DeadLetterReason>.All
        );
        Assert.Equal("ambiguous_recommendation", Codes<Anomaly>.Of(Anomaly.AmbiguousRecommendation));
        Assert.Equal("ambiguous_item", Codes<Anomaly>.Of(Anomaly.AmbiguousItem));
    }
}
