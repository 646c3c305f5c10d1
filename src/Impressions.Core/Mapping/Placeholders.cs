namespace Impressions.Core.Mapping;

/// <summary>What scripts, templates and data frames write where they have no value: an id that identifies nothing.</summary>
static class Placeholders
{
    /// <summary>Compared without the blanks around them.</summary>
    static readonly string[] Words =
    [
        "null", // JavaScript, SQL
        "(null)", // Objective-C
        "undefined",
        "[object Object]", // JavaScript: an object in a text
        "None", // Python
        "NaN",
        "00000000-0000-0000-0000-000000000000", // the nil UUID
    ];

    static readonly int MaxWordLength = Words.Max(word => word.Length);

    /// <summary>Whether an id is blank, one of those words, or a template that nobody filled.</summary>
    public static bool IsPlaceholder(string id)
    {
        var text = id.AsSpan().Trim();
        return text.IsEmpty || IsWord(text) || IsTemplate(text, "{{", "}}") || IsTemplate(text, "${", "}");
    }

    static bool IsWord(ReadOnlySpan<char> text)
    {
        if (text.Length > MaxWordLength)
        {
            return false;
        }

        foreach (var word in Words)
        {
            if (text.SequenceEqual(word))
            {
                return true;
            }
        }

        return false;
    }

    static bool IsTemplate(ReadOnlySpan<char> text, ReadOnlySpan<char> opening, ReadOnlySpan<char> closing) =>
        text.IndexOf(opening, StringComparison.Ordinal) is >= 0 and var start
        && text[(start + opening.Length)..].Contains(closing, StringComparison.Ordinal);
}
