using Impressions.Core.Json;
using Impressions.Core.Snowplow;

namespace Impressions.Core.Selection;

/// <summary>One condition of <c>EVENT_FILTER</c>. What is absent is an empty value.</summary>
/// <param name="isEqual">True for <c>=</c>, false for <c>!=</c>, which is its contrary.</param>
sealed class EventCondition(EventField place, bool isEqual, ValuePattern pattern)
{
    /// <summary>Null for a column.</summary>
    public EntityName? Entity => place.Entity;

    /// <summary>Of a column.</summary>
    public bool HoldsFor(in EnrichedEvent enriched)
    {
        var value = enriched.At(place.Column);
        return isEqual
            == pattern.IsMatch(
                place.ColumnKind != JsonKind.Boolean ? value
                : value.SequenceEqual("1"u8) ? "true"u8
                : value.SequenceEqual("0"u8) ? "false"u8
                : value
            );
    }

    /// <summary>Of an entity's member. Of several entities, or of a list, one that matches is enough.</summary>
    /// <param name="entities">Has read the event.</param>
    public bool HoldsFor(in EnrichedEvent enriched, EntityIndex entities)
    {
        var isThere = false;
        foreach (var entity in entities.Of(Entity!, enriched))
        {
            isThere = true;
            if (IsMatch(entity.Member(place.Member)))
            {
                return isEqual;
            }
        }

        return isEqual == (!isThere && pattern.IsMatch(default));
    }

    bool IsMatch(JsonValue value)
    {
        if (value.Kind != JsonKind.Array)
        {
            return IsMatchOfOne(value);
        }

        foreach (var item in value.Items)
        {
            if (IsMatchOfOne(item))
            {
                return true;
            }
        }

        return false;
    }

    bool IsMatchOfOne(JsonValue value) =>
        pattern.IsMatch(value.Kind == JsonKind.Boolean ? value.Raw : value.IdUtf8);
}
