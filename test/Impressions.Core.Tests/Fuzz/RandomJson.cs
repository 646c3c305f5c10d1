using System.Globalization;

namespace Impressions.Core.Tests.Fuzz;

/// <summary>Any JSON text: nested, spaced, escaped, with repeated names and brackets inside texts.</summary>
sealed class RandomJson(Random random)
{
    static readonly string[] Names =
    [
        "a",
        "b",
        "",
        "id",
        "schema",
        "data",
        "é",
        "😀",
        "{",
        "\\\"",
        "\\u0061",
        "\\\\",
    ];

    static readonly string[] Pieces =
    [
        "x",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        " ",
        "\\\"",
        "\\\\",
        "\\/",
        "\\b",
        "\\f",
        "\\n",
        "\\r",
        "\\t",
        "\\u0041",
        "\\u00e9",
        "\\ud83d\\ude00",
        "é",
        "😀",
        "\u2028",
    ];

    static readonly string[] Scalars =
    [
        "0",
        "-0",
        "1.10",
        "1e21",
        "48538191331628997",
        "-12.5E-3",
        "true",
        "false",
        "null",
    ];

    public string Value(int depth = 5) =>
        random.Next(depth == 0 ? 2 : 4) switch
        {
            0 => Scalars[random.Next(Scalars.Length)],
            1 => Text(),
            2 => Container('[', ']', () => Value(depth - 1)),
            _ => Container(
                '{',
                '}',
                () => $"\"{Names[random.Next(Names.Length)]}\"{Space()}:{Space()}{Value(depth - 1)}"
            ),
        };

    string Text() =>
        $"\"{string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => Pieces[random.Next(Pieces.Length)]))}\"";

    string Container(char open, char close, Func<string> part) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{open}{Space()}{string.Join($"{Space()},{Space()}", Enumerable.Range(0, random.Next(5)).Select(_ => part()))}{Space()}{close}"
        );

    string Space() => random.Next(4) == 0 ? " \t\r\n"[..random.Next(5)] : "";
}
