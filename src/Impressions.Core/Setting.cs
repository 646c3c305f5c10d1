namespace Impressions.Core;

/// <summary>One environment variable of the function.</summary>
/// <param name="Default">What an empty or missing variable means; empty when there is no default.</param>
/// <param name="Expected">What may stand there, as an error message says it.</param>
sealed record Setting(string Name, string Default, string Expected)
{
    /// <summary>Longest part of a wrong value that an error message repeats (characters).</summary>
    const int MaxQuotedLength = 100;

    /// <summary>What is wrong with a value of this setting, or with one part of it.</summary>
    public string Refusal(string got) => $"expected {Expected}, got {Quoted(got)}";

    /// <summary>A value as an error message repeats it.</summary>
    public static string Quoted(string text) =>
        text.Length == 0 ? "nothing"
        : text.Length > MaxQuotedLength ? $"\"{text[..MaxQuotedLength]}…\""
        : $"\"{text}\"";

    /// <summary>The parts of a value that is a list.</summary>
    public static string[] Parts(string list) =>
        list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
