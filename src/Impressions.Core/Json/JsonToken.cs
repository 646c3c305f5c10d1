namespace Impressions.Core.Json;

/// <summary>A value, or the name of a member, where it lies in its text.</summary>
struct JsonToken
{
    /// <summary>Of its first byte, the quote or bracket included.</summary>
    public int Start;

    /// <summary>Behind its last byte.</summary>
    public int End;

    /// <summary>Itself and all that is inside it (tokens): so many on stands what comes after it.</summary>
    public int Span;

    /// <summary>Its first byte, which says of what kind it is.</summary>
    public byte First;

    /// <summary>True of a text with a backslash in it.</summary>
    public bool HasEscapes;
}
