namespace Impressions.Core.Json;

/// <summary>Enumerates an object, or nothing where the value is none.</summary>
ref struct JsonMembers(JsonValue container)
{
    readonly JsonValue _container = container;
    readonly int _end = container.SpanOf((byte)'{');
    int _name;
    int _next = 1; // behind the container's own token

    /// <summary>The value of the member at hand.</summary>
    public readonly JsonValue Current => _container.Inner(_name + 1);

    /// <summary>Whether the member at hand has this name.</summary>
    public readonly bool NameIs(ReadOnlySpan<byte> name) => _container.Inner(_name).TextIs(name);

    public bool MoveNext()
    {
        if (_next >= _end)
        {
            return false;
        }

        _name = _next;
        _next += 1 + _container.SpanAt(_next + 1);
        return true;
    }
}

/// <summary>Enumerates an array, or nothing where the value is none.</summary>
ref struct JsonItems(JsonValue container)
{
    readonly JsonValue _container = container;
    readonly int _end = container.SpanOf((byte)'[');
    int _item;
    int _next = 1; // behind the container's own token

    public readonly JsonValue Current => _container.Inner(_item);

    public readonly JsonItems GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_next >= _end)
        {
            return false;
        }

        _item = _next;
        _next += _container.SpanAt(_next);
        return true;
    }
}
