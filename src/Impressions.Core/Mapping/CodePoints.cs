namespace Impressions.Core.Mapping;

/// <summary>The service counts characters as Unicode code points; .NET counts UTF-16 units.</summary>
static class CodePoints
{
    public static int Count(string text)
    {
        var count = text.Length;
        foreach (var unit in text)
        {
            if (char.IsLowSurrogate(unit))
            {
                count--;
            }
        }

        return count;
    }

    /// <summary>Whether there are at most so many; most texts answer by their length alone.</summary>
    public static bool AreAtMost(int most, string text) => text.Length <= most || Count(text) <= most;
}
