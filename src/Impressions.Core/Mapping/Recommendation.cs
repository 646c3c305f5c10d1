using Impressions.Core.Json;
using Impressions.Core.Selection;
using Impressions.Core.Snowplow;

namespace Impressions.Core.Mapping;

/// <summary>
/// What the elements around a click say: which recommendation was on view, which items it showed, and which of them is
/// tracked as the clicked component. One serves event after event.
/// </summary>
sealed class Recommendation(ImpressionsOptions options, RepeatedTexts texts)
{
    readonly JsonTape _callback = new();
    readonly ItemList _components = new(texts);
    readonly ItemList _shown = new(texts);

    /// <summary>As the page gave it; null when the event came from no recommendation.</summary>
    public string? Id { get; private set; }

    /// <summary>
    /// <c>element_name</c> of the element carrying the id; null when there is none or neither ATTRIBUTION_SOURCE nor RECOMMENDATION_METRICS needs it.
    /// </summary>
    public string? ElementName { get; private set; }

    /// <summary>Items whose own component holds what was clicked, usually one.</summary>
    public ItemList Components => _components;

    /// <summary>
    /// Items on view, in order; empty when the event does not say. Those past <see cref="ItemList.MaxItems"/> are left
    /// out: an impression takes far fewer.
    /// </summary>
    public ItemList Shown => _shown;

    /// <returns>This, valid until the next event is read.</returns>
    public Recommendation Read(in EnrichedEvent enriched, EntityIndex entities, List<Anomaly> anomalies)
    {
        Id = null;
        ElementName = null;
        _components.Clear();
        _shown.Clear();
        var isAmbiguous = false;
        scoped JsonValue callback = default;
        foreach (var element in entities.Of(EntityKind.Element, enriched))
        {
            var name = element.Member("element_name"u8);
            var isRecommendation = IsRecommendation(name);
            foreach (var json in element.Member("attributes"u8).Items)
            {
                var attribute = ElementAttribute.Read(json);
                if (attribute.IsDataset && attribute.Name.TextIs(options.ItemAttribute))
                {
                    _components.Add(attribute.Value, anomalies);
                }
                else if (!isRecommendation)
                {
                    continue;
                }
                else if (attribute.IsDataset && attribute.Name.TextIs(options.RecommendationAttribute))
                {
                    isAmbiguous |= !TrySetId(texts.IdOf(attribute.Value), name, anomalies);
                }
                else if (attribute.IsCallback && attribute.Name.TextIs("shownItems"u8))
                {
                    callback = attribute.Value;
                }
            }
        }

        if (options.RecommendationId is { } field)
        {
            isAmbiguous |= !TryReadId(field, enriched, entities, anomalies);
        }

        if (isAmbiguous)
        {
            anomalies.Add(Anomaly.AmbiguousRecommendation);
        }

        ReadShown(enriched, entities, callback, anomalies);
        return this;
    }

    /// <summary>Adds what was on view to an event that does not say so itself.</summary>
    public void Recall(IReadOnlyList<string> shown, List<Anomaly> anomalies)
    {
        foreach (var item in shown)
        {
            _shown.Add(item, anomalies);
        }
    }

    /// <summary>False when another id stood there before: the last one counts.</summary>
    bool TrySetId(string id, JsonValue elementName, List<Anomaly> anomalies)
    {
        if (!IsId(id, anomalies))
        {
            return true;
        }

        var before = Id;
        Id = id;
        if (
            options.AttributionSource == Attribution.ElementName
            || options.RecommendationMetrics == RecommendationMetrics.On
        )
        {
            ElementName = elementName.Id;
        }

        return before is null || before == id;
    }

    /// <summary>
    /// Reads the id where the shop holds it besides the page's elements; theirs counts where both do. False when they differ.
    /// </summary>
    bool TryReadId(EventField field, in EnrichedEvent enriched, EntityIndex entities, List<Anomaly> anomalies)
    {
        if (field.Entity is not { } name)
        {
            return TryAddId(texts.Of(enriched.At(field.Column)), anomalies);
        }

        var isOne = true;
        foreach (var entity in entities.Of(name, enriched))
        {
            isOne &= TryAddId(texts.IdOf(entity.Member(field.Member)), anomalies);
        }

        return isOne;
    }

    /// <summary>False when another id stood there before: the first one counts.</summary>
    bool TryAddId(string id, List<Anomaly> anomalies)
    {
        if (!IsId(id, anomalies))
        {
            return true;
        }

        Id ??= id;
        return Id == id;
    }

    /// <summary>Whether it identifies a recommendation. One that is there and does not is counted.</summary>
    static bool IsId(string id, List<Anomaly> anomalies)
    {
        if (!Placeholders.IsPlaceholder(id))
        {
            return true;
        }

        if (id.Length > 0)
        {
            anomalies.Add(Anomaly.RecommendationIdDropped);
        }

        return false;
    }

    /// <summary>
    /// Only the event that says a widget came into view carries its contents; a click knows them when the site adds
    /// them, or when the widget's own element lists them by a callback.
    /// </summary>
    void ReadShown(
        in EnrichedEvent enriched,
        EntityIndex entities,
        JsonValue callback,
        List<Anomaly> anomalies
    )
    {
        foreach (var content in entities.Of(EntityKind.ElementContent, enriched))
        {
            if (IsRecommendation(content.Member("parent_name"u8)))
            {
                AddContent(content.Member("attributes"u8), anomalies);
            }
        }

        if (_shown.Count == 0 && _callback.TryRead(callback.Utf8, out var list))
        {
            foreach (var item in list.Items)
            {
                _shown.Add(item, anomalies);
            }
        }
    }

    /// <summary>The item attribute of a content, or its only attribute whatever its name.</summary>
    void AddContent(JsonValue attributes, List<Anomaly> anomalies)
    {
        var count = 0;
        JsonValue only = default;
        foreach (var json in attributes.Items)
        {
            var attribute = ElementAttribute.Read(json);
            if (!attribute.IsDataset)
            {
                continue;
            }

            if (attribute.Name.TextIs(options.ItemAttribute))
            {
                _shown.Add(attribute.Value, anomalies);
                return;
            }

            count++;
            only = attribute.Value;
        }

        if (count == 1)
        {
            _shown.Add(only, anomalies);
        }
    }

    bool IsRecommendation(JsonValue name) => options.RecommendationElement?.IsMatch(name.Utf8) == true;
}
