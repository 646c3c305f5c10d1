using System.Runtime.CompilerServices;
using System.Text;

namespace Impressions;

/// <summary>
/// The names that logs, metrics and the pages use for the values of an enum: <c>snake_case</c>, bounded. Written without
/// queries and comparers over the enum: those are compiled for each of them anew, in every start.
/// </summary>
/// <typeparam name="T">Counts from 0 without gaps, in a byte or an int.</typeparam>
static class Codes<T>
    where T : struct, Enum
{
    static readonly string[] ByValue = Array.ConvertAll(typeof(T).GetEnumNames(), SnakeCase);

    /// <summary>Codes by the enum's value.</summary>
    public static IReadOnlyList<string> All => ByValue;

    public static string Of(T value) =>
        ByValue[
            Unsafe.SizeOf<T>() == sizeof(byte)
                ? Unsafe.BitCast<T, byte>(value)
                : Unsafe.BitCast<T, int>(value)
        ];

    /// <param name="number">Below the number of codes.</param>
    public static T At(int number) =>
        Unsafe.SizeOf<T>() == sizeof(byte)
            ? Unsafe.BitCast<byte, T>((byte)number)
            : Unsafe.BitCast<int, T>(number);

    /// <summary>The value with this code; false when there is none.</summary>
    public static bool TryParse(string? code, out T value)
    {
        for (var i = 0; i < ByValue.Length; i++)
        {
            if (ByValue[i] == code)
            {
                value = At(i);
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
