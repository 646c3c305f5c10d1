using System.Text;
using Impressions.Core.Json;
using Impressions.Core.Snowplow;

namespace Impressions.Core.Selection;

/// <summary>
/// One place of an event that a setting names: a column (<c>dvce_type</c>), or a member of an entity, by the entity's name
/// (<c>product.category</c>) or its schema (<c>iglu:com.acme/film/jsonschema/1-0-0#id</c>).
/// </summary>
sealed class EventField
{
    EventField(int column, JsonKind columnKind, EntityName? entity, string member) =>
        (Column, ColumnKind, Entity, Member) = (column, columnKind, entity, Encoding.UTF8.GetBytes(member));

    /// <summary>0-based position of the column; of no meaning for an entity's member.</summary>
    public int Column { get; }

    public JsonKind ColumnKind { get; }

    /// <summary>Null for a column.</summary>
    public EntityName? Entity { get; }

    /// <summary>UTF-8.</summary>
    public byte[] Member { get; }

    /// <summary>What stands there as an id: of an entity's member, in its first entity. Empty when there is nothing.</summary>
    /// <param name="entities">Made for this field's entity.</param>
    public string ReadId(in EnrichedEvent enriched, EntityIndex entities, RepeatedTexts texts) =>
        Entity is null
            ? texts.Of(enriched.At(Column))
            : texts.IdOf(entities.First(Entity, enriched).Member(Member));

    /// <summary>Null when the text names no place.</summary>
    public static EventField? Parse(string text)
    {
        if (text.StartsWith("iglu:", StringComparison.Ordinal))
        {
            var hash = text.IndexOf('#', StringComparison.Ordinal);
            return hash < 0 ? null : OfEntity(EntityName.OfSchema(text[..hash]), text[(hash + 1)..]);
        }

        var dot = text.IndexOf('.', StringComparison.Ordinal);
        if (dot >= 0)
        {
            var name = text[..dot];
            return IsWord(name) ? OfEntity(EntityName.OfAnyVendor(name), text[(dot + 1)..]) : null;
        }

        var column = EnrichedColumns.Names.ToList().IndexOf(text);
        var kind = EnrichedColumns.KindOf(text);
        return column < 0 || kind == JsonKind.Absent ? null : new(column, kind, entity: null, member: "");
    }

    static EventField? OfEntity(EntityName? entity, string member) =>
        entity is not null && IsWord(member) ? new(column: 0, JsonKind.Absent, entity, member) : null;

    static bool IsWord(string text) =>
        text.Length > 0 && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-');
}
