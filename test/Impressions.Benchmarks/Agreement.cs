namespace Impressions.Benchmarks;

/// <summary>A fast contender that does something else is no contender.</summary>
static class Agreement
{
    public static void Expect<T>(T expected, T actual)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
        {
            throw new InvalidOperationException($"Contenders disagree: {expected} and {actual}.");
        }
    }
}
