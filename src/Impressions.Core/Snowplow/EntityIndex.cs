using System.Text.Json;

namespace Impressions;

/// <summary>
/// Where the entities of one event lie that a mapping may ask for, found in one walk over <c>contexts</c>, then
/// <c>derived_contexts</c>. One index serves event after event.
/// </summary>
sealed class EntityIndex
{
    readonly List<(EntityKind Kind, int Start, int Length)> _found = [];

    /// <summary>False when one of the two columns is not JSON; a column of another shape holds no entity.</summary>
    public bool TryRead(in EnrichedEvent enriched)
    {
        _found.Clear();
        return TryRead(enriched, EnrichedColumn.Contexts)
            && TryRead(enriched, EnrichedColumn.DerivedContexts);
    }

    /// <summary>The data of each entity of a kind, in the order of the event.</summary>
    /// <param name="enriched">The event that was read last.</param>
    public Enumerator Of(EntityKind kind, in EnrichedEvent enriched) => new(_found, kind, enriched.Line);

    bool TryRead(in EnrichedEvent enriched, EnrichedColumn name)
    {
        var column = enriched[name];
        if (column.IsEmpty)
        {
            return true;
        }

        _ = enriched.Line.Overlaps(column, out var columnStart);
        var json = JsonColumn.Open(column);
        try
        {
            ReadContexts(ref json, columnStart);
            while (json.Read())
            {
                // to the end: only then is what was found known to be well-formed
            }

            return true;
        }
        catch (JsonException) // the reader knows no other way to say no
        {
            return false;
        }
    }

    void ReadContexts(ref Utf8JsonReader json, int columnStart)
    {
        var before = _found.Count;
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            return;
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isData = json.TextIs("data"u8);
            _ = json.Read();
            if (isData)
            {
                _found.RemoveRange(before, _found.Count - before); // a repeated member: the last one counts
            }

            if (isData && json.TokenType == JsonTokenType.StartArray)
            {
                while (json.Read() && json.TokenType != JsonTokenType.EndArray)
                {
                    ReadEntity(ref json, columnStart);
                }
            }
            else
            {
                json.Skip();
            }
        }
    }

    void ReadEntity(ref Utf8JsonReader json, int columnStart)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return;
        }

        var kind = EntityKind.Unknown;
        var (start, end) = (0, 0);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isSchema = json.TextIs("schema"u8);
            var isData = json.TextIs("data"u8);
            _ = json.Read();
            if (isSchema)
            {
                kind = KindOf(ref json);
            }

            var valueStart = (int)json.TokenStartIndex;
            json.Skip();
            if (isData)
            {
                (start, end) = (valueStart, (int)json.BytesConsumed);
            }
        }

        if (kind != EntityKind.Unknown && end > start)
        {
            _found.Add((kind, columnStart + start, end - start));
        }
    }

    static EntityKind KindOf(ref Utf8JsonReader schema) =>
        schema.TokenType == JsonTokenType.String && SchemaUri.TryParse(schema.Text(), out var uri)
            ? EntityKinds.Of(uri)
            : EntityKind.Unknown;

    /// <summary>Enumerates the entities of one kind.</summary>
    public ref struct Enumerator(
        List<(EntityKind Kind, int Start, int Length)> found,
        EntityKind kind,
        ReadOnlySpan<byte> line
    )
    {
        readonly ReadOnlySpan<byte> _line = line;
        int _next;

        public JsonValue Current { get; private set; }

        public readonly Enumerator GetEnumerator() => this;

        public bool MoveNext()
        {
            while (_next < found.Count)
            {
                var entity = found[_next++];
                if (entity.Kind == kind)
                {
                    Current = new JsonValue(_line.Slice(entity.Start, entity.Length));
                    return true;
                }
            }

            return false;
        }
    }
}
