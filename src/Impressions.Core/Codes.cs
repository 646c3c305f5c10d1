using System.Globalization;
using System.Text;

namespace Impressions.Core;

/// <summary>The names that logs, metrics and the pages use for the values of an enum: <c>snake_case</c>, bounded.</summary>
/// <typeparam name="T">Counts from 0 without gaps.</typeparam>
static class Codes<T>
    where T : struct, Enum
{
    // Not by generic methods over T: each start would compile those for every enum, a tenth of its CPU.
    static readonly string[] Names = Array.ConvertAll(typeof(T).GetEnumNames(), SnakeCase);

    /// <summary>Codes by the enum's value.</summary>
    public static IReadOnlyList<string> All => Names;

    public static string Of(T value) => Names[Convert.ToInt32(value, CultureInfo.InvariantCulture)];

    /// <param name="number">Below the number of codes.</param>
    public static T At(int number) => (T)Enum.ToObject(typeof(T), number);

    /// <summary>The value with this code; false when there is none.</summary>
    public static bool TryParse(string? code, out T value)
    {
        var number = Array.IndexOf(Names, code);
        value = number < 0 ? default : At(number);
        return number >= 0;
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
