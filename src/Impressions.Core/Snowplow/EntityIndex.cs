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

        if (!JsonColumn.TryRead(column, out var contexts))
        {
            return false;
        }

        foreach (var item in SelfDescribing.Read(contexts).Data.Items)
        {
            var entity = SelfDescribing.Read(item);
            if (
                SchemaUri.TryParse(entity.Schema.Utf8, out var schema)
                && EntityKinds.Of(schema) is not EntityKind.Unknown and var kind
                && enriched.Line.Overlaps(entity.Data.Raw, out var start)
            )
            {
                _found.Add((kind, start, entity.Data.Raw.Length));
            }
        }

        return true;
    }

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
