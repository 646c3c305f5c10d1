namespace Impressions;

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
    /// <c>element_name</c> of the element carrying the id; null when there is none or ATTRIBUTION_SOURCE does not need it.
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
                    isAmbiguous |= !TrySetId(texts.IdOf(attribute.Value), name);
                }
                else if (attribute.IsCallback && attribute.Name.TextIs("shownItems"u8))
                {
                    callback = attribute.Value;
                }
            }
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
    bool TrySetId(string id, JsonValue elementName)
    {
        var before = Id;
        Id = id.Length > 0 ? id : before;
        if (id.Length > 0 && options.AttributionSource == Attribution.ElementName)
        {
            ElementName = elementName.Id;
        }

        return before is null || before == Id;
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
