using BenchmarkDotNet.Loggers;

namespace Impressions.Benchmarks;

/// <summary>Of the thousands of lines that BenchmarkDotNet has to say, the ones that mean that something is wrong.</summary>
sealed class ErrorsOnly : ILogger
{
    public string Id => nameof(ErrorsOnly);

    public int Priority => 0;

    public void Write(LogKind logKind, string text)
    {
        if (logKind is LogKind.Error)
        {
            Console.Error.Write(text);
        }
    }

    public void WriteLine(LogKind logKind, string text) => Write(logKind, text + Environment.NewLine);

    public void WriteLine()
    {
        // ends a line that was none of ours
    }

    public void Flush() => Console.Error.Flush();
}
