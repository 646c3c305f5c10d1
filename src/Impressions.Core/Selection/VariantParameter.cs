namespace Impressions.Core.Selection;

/// <summary>
/// What the default of <c>CLICKED_ITEM_PATTERN</c> finds, without a regex: the digits of the first query parameter
/// <c>variant</c> that is all digits.
/// </summary>
static class VariantParameter
{
    const string Name = "variant=";

    /// <summary>Empty when there is none.</summary>
    public static ReadOnlySpan<char> Find(ReadOnlySpan<char> url)
    {
        for (var rest = url; rest.IndexOf(Name, StringComparison.Ordinal) is >= 0 and var at; )
        {
            var isParameter = at > 0 && rest[at - 1] is '?' or '&';
            var value = rest[(at + Name.Length)..];
            var length = 0;
            while (length < value.Length && char.IsDigit(value[length]))
            {
                length++;
            }

            if (isParameter && length > 0 && (length == value.Length || value[length] is '&' or '#'))
            {
                return value[..length];
            }

            rest = value;
        }

        return default;
    }
}
