using System.Text;

namespace Impressions;

/// <summary>The names that logs, metrics and the README use for the values of an enum: <c>snake_case</c>, bounded.</summary>
static class Codes<T>
    where T : struct, Enum
{
    static readonly T[] Values = Enum.GetValues<T>();

    /// <summary>Codes by the enum's value, which counts from 0 without gaps.</summary>
    public static IReadOnlyList<string> All { get; } =
    [.. Values.Select(value => SnakeCase(value.ToString()))];

    public static string Of(T value) => All[Array.IndexOf(Values, value)];

    /// <summary>The value with this code; false when there is none.</summary>
    public static bool TryParse(string? code, out T value)
    {
        for (var i = 0; i < Values.Length; i++)
        {
            if (All[i] == code)
            {
                value = Values[i];
                return true;
            }
        }

        value = default;
        return false;
    }

    static string SnakeCase(string name)
    {
        var code = new StringBuilder();
        foreach (var character in name)
        {
            if (char.IsAsciiLetterUpper(character) && code.Length > 0)
            {
                _ = code.Append('_');
            }

            _ = code.Append(char.ToLowerInvariant(character));
        }

        return code.ToString();
    }
}
