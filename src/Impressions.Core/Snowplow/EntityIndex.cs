using Impressions.Core.Json;

namespace Impressions.Core.Snowplow;

/// <summary>
/// Where the entities of one event lie that a mapping may ask for, found in one walk over <c>contexts</c>, then
/// <c>derived_contexts</c>. One index serves event after event.
/// </summary>
sealed class EntityIndex
{
    /// <summary>Most names: one bit each. The limits of the settings let them name 60.</summary>
    const int MaxNames = 64;

    /// <summary>Schemas; with the next, about 10 kB, and 32 comparisons at worst.</summary>
    const int MaxMeanings = 32;

    /// <summary>Longest schema remembered (bytes).</summary>
    const int MaxRememberedLength = 256;

    readonly IReadOnlyList<EntityName> _named;
    readonly List<(EntityKind Kind, ulong Names, EnrichedColumn Column, int Token)> _found = [];
    readonly List<(byte[] Uri, (EntityKind Kind, ulong Names) Meaning)> _meanings = [];
    readonly JsonTape _contexts = new();
    readonly JsonTape _derivedContexts = new();

    /// <param name="named">Entities that the settings name.</param>
    public EntityIndex(params IReadOnlyList<EntityName> named)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(named.Count, MaxNames, nameof(named));
        _named = named;
    }

    /// <summary>False when one of the two columns is not JSON; a column of another shape holds no entity.</summary>
    public bool TryRead(in EnrichedEvent enriched)
    {
        _found.Clear();
        return TryRead(enriched, EnrichedColumn.Contexts)
            && TryRead(enriched, EnrichedColumn.DerivedContexts);
    }

    /// <summary>The data of each entity of a kind, in the order of the event.</summary>
    /// <param name="enriched">The event that was read last.</param>
    public Enumerator Of(EntityKind kind, in EnrichedEvent enriched) => new(this, kind, names: 0, enriched);

    /// <inheritdoc cref="Of(EntityKind, in EnrichedEvent)"/>
    /// <param name="name">One of those that the index was made for.</param>
    public Enumerator Of(EntityName name, in EnrichedEvent enriched) =>
        new(this, EntityKind.Unknown, BitOf(name), enriched);

    /// <summary>The data of the first entity of a kind; absent when there is none.</summary>
    /// <param name="enriched">The event that was read last.</param>
    public JsonValue First(EntityKind kind, in EnrichedEvent enriched) => First(Of(kind, enriched));

    /// <inheritdoc cref="First(EntityKind, in EnrichedEvent)"/>
    /// <param name="name">One of those that the index was made for.</param>
    public JsonValue First(EntityName name, in EnrichedEvent enriched) => First(Of(name, enriched));

    static JsonValue First(Enumerator entities) => entities.MoveNext() ? entities.Current : default;

    JsonTape TapeOf(EnrichedColumn column) =>
        column == EnrichedColumn.Contexts ? _contexts : _derivedContexts;

    bool TryRead(in EnrichedEvent enriched, EnrichedColumn column)
    {
        if (enriched[column].IsEmpty)
        {
            return true;
        }

        var tape = TapeOf(column);
        if (!tape.TryRead(enriched[column], out var json))
        {
            return false;
        }

        foreach (var entity in json.Member("data"u8).Items)
        {
            var described = SelfDescribing.Read(entity);
            var (kind, names) = Meaning(described.Schema.Utf8);
            if ((kind != EntityKind.Unknown || names != 0) && described.Data.Kind != JsonKind.Absent)
            {
                _found.Add((kind, names, column, tape.TokenOf(described.Data)));
            }
        }

        return true;
    }

    /// <summary>A tracker uses few schemas, so what each means is remembered.</summary>
    (EntityKind Kind, ulong Names) Meaning(ReadOnlySpan<byte> schema)
    {
        foreach (var (uri, known) in _meanings)
        {
            if (schema.SequenceEqual(uri))
            {
                return known;
            }
        }

        var meaning = Find(schema);
        if (_meanings.Count < MaxMeanings && schema.Length <= MaxRememberedLength)
        {
            _meanings.Add((schema.ToArray(), meaning));
        }

        return meaning;
    }

    (EntityKind Kind, ulong Names) Find(ReadOnlySpan<byte> uri)
    {
        if (!SchemaUri.TryParse(uri, out var schema))
        {
            return (EntityKind.Unknown, 0);
        }

        var names = 0ul;
        for (var i = 0; i < _named.Count; i++)
        {
            names |= _named[i].IsOf(schema) ? 1ul << i : 0;
        }

        return (EntityKinds.Of(schema), names);
    }

    ulong BitOf(EntityName name)
    {
        for (var i = 0; i < _named.Count; i++)
        {
            if (_named[i] == name)
            {
                return 1ul << i;
            }
        }

        return 0;
    }

    /// <summary>Enumerates the entities of one kind or name.</summary>
    public ref struct Enumerator(EntityIndex index, EntityKind kind, ulong names, EnrichedEvent enriched)
    {
        readonly EnrichedEvent _enriched = enriched;
        int _next;

        public JsonValue Current { get; private set; }

        public readonly Enumerator GetEnumerator() => this;

        public bool MoveNext()
        {
            while (_next < index._found.Count)
            {
                var entity = index._found[_next++];
                if (kind == EntityKind.Unknown ? (entity.Names & names) != 0 : entity.Kind == kind)
                {
                    Current = index.TapeOf(entity.Column).At(entity.Token, _enriched[entity.Column]);
                    return true;
                }
            }

            return false;
        }
    }
}
