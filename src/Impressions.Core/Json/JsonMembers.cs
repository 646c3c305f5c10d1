namespace Impressions;

/// <summary>Enumerates an object, or nothing where the value is none.</summary>
ref struct JsonMembers(JsonValue container)
{
    readonly JsonValue _container = container;
    int _next = 1; // behind the container's own token
    JsonValue _name;

    /// <summary>The value of the member at hand.</summary>
    public JsonValue Current { get; private set; }

    /// <summary>Whether the member at hand has this name.</summary>
    public readonly bool NameIs(ReadOnlySpan<byte> name) => _name.TextIs(name);

    public bool MoveNext()
    {
        if (_next >= _container.Span)
        {
            return false;
        }

        _name = _container.Inner(_next);
        Current = _container.Inner(_next + 1);
        _next += 1 + Current.Span;
        return true;
    }
}

/// <summary>Enumerates an array, or nothing where the value is none.</summary>
ref struct JsonItems(JsonValue container)
{
    readonly JsonValue _container = container;
    int _next = 1; // behind the container's own token

    public JsonValue Current { get; private set; }

    public readonly JsonItems GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_next >= _container.Span)
        {
            return false;
        }

        Current = _container.Inner(_next);
        _next += Current.Span;
        return true;
    }
}
