using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Impressions.Core.Json;
using Impressions.Core.Selection;
using Impressions.Core.Snowplow;

namespace Impressions.Core.Mapping;

/// <summary>
/// Reads the places of an event that the settings name into the text of
/// <c>properties</c>, itself a JSON object. Values keep their JSON type, lists are joined by vertical bars, as
/// Personalize wants categories. One serves event after event.
/// </summary>
/// <param name="maxLength">Of the whole text (characters).</param>
/// <param name="ownEntitiesAlone">Only entities with the item's <c>id</c> tell anything.</param>
sealed class EventProperties(
    IReadOnlyList<(string Name, EventField Field)> wanted,
    int maxLength,
    bool ownEntitiesAlone = false
)
{
    const char ListSeparator = '|';

    /// <summary>More than any text that fits has, however it is encoded (bytes): not worth decoding.</summary>
    readonly int _maxValueBytes = 4 * maxLength;

    readonly StringBuilder _text = new();

    /// <summary>
    /// In the order of the setting. What is over the service's limit is left out from the end; null when nothing is
    /// there to tell.
    /// </summary>
    /// <param name="itemId">Of several entities of a name, the one with this <c>id</c> is read; else the first.</param>
    public string? Of(in EnrichedEvent enriched, EntityIndex entities, string itemId, List<Anomaly> anomalies)
    {
        _text.Clear();
        var left = maxLength - 1; // the closing brace
        foreach (var (name, field) in wanted)
        {
            if (Value(field, enriched, entities, itemId) is not { } value)
            {
                continue;
            }

            var property = $"{(_text.Length == 0 ? '{' : ',')}\"{name}\":{value}";
            left -= CodePoints.Count(property);
            if (left < 0)
            {
                anomalies.Add(Anomaly.PropertiesCut);
                break;
            }

            _text.Append(property);
        }

        return _text.Length == 0 ? null : _text.Append('}').ToString();
    }

    /// <returns>JSON; null when there is nothing.</returns>
    string? Value(EventField field, in EnrichedEvent enriched, EntityIndex entities, string itemId)
    {
        if (field.Entity is not { } name)
        {
            return OfColumn(enriched.At(field.Column), field.ColumnKind);
        }

        var isFound = false;
        scoped JsonValue found = default;
        foreach (var entity in entities.Of(name, enriched))
        {
            var isItems = entity.Member("id"u8).Id == itemId;
            if (isItems || (!isFound && !ownEntitiesAlone))
            {
                isFound = true;
                found = entity;
            }

            if (isItems)
            {
                break;
            }
        }

        return isFound ? OfJson(found.Member(field.Member)) : null;
    }

    string? OfColumn(ReadOnlySpan<byte> column, JsonKind kind) =>
        kind switch
        {
            _ when column.IsEmpty => null,
            JsonKind.Number when IsNumber(column) => Encoding.UTF8.GetString(column),
            JsonKind.Boolean when column.SequenceEqual("1"u8) => "true",
            JsonKind.Boolean when column.SequenceEqual("0"u8) => "false",
            _ => Quoted(column),
        };

    string? OfJson(JsonValue json) =>
        json.Kind switch
        {
            JsonKind.Text => Quoted(json.Utf8),
            JsonKind.Number when IsNumber(json.Raw) => Encoding.UTF8.GetString(json.Raw),
            JsonKind.Boolean => Encoding.UTF8.GetString(json.Raw),
            JsonKind.Array => Quoted(Encoding.UTF8.GetBytes(Joined(json))),
            _ => null,
        };

    /// <summary>The texts and numbers of a list; what else it holds has no place in a text.</summary>
    string Joined(JsonValue list)
    {
        var items = new StringBuilder();
        foreach (var item in list.Items)
        {
            if (item.Id is { Length: > 0 } text && items.Length <= _maxValueBytes)
            {
                items.Append(items.Length == 0 ? "" : ListSeparator.ToString()).Append(text);
            }
        }

        return items.ToString();
    }

    /// <summary>Null for an empty text. An oversized value is truncated before encoding; it still exceeds the limit and is then dropped.</summary>
    string? Quoted(ReadOnlySpan<byte> utf8) =>
        utf8.IsEmpty
            ? null
            : $"\"{JsonEncodedText.Encode(Encoding.UTF8.GetString(utf8[..Math.Min(utf8.Length, _maxValueBytes)]), JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    /// <summary>As JSON has it, and within what a reader's floating-point number holds.</summary>
    static bool IsNumber(ReadOnlySpan<byte> text) =>
        (char.IsAsciiDigit((char)text[0]) || text[0] == (byte)'-')
        && JsonScalars.Length(text) == text.Length
        && double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var number)
        && double.IsFinite(number);
}
