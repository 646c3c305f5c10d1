using System.Diagnostics;
using System.Threading.Channels;

namespace Impressions.Emulation.Lambda;

/// <summary>The function as a child process, with an environment of its own.</summary>
sealed class FunctionProcess : IAsyncDisposable
{
    /// <summary>Lines kept of each stream while nobody reads them (lines); the oldest are dropped.</summary>
    const int MaxLines = 1_000;

    /// <summary>A grandchild may hold the streams open for ever.</summary>
    static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(2);

    readonly Process _process;
    readonly Channel<string> _output = NewLines();
    readonly Channel<string> _errors = NewLines();

    FunctionProcess(Process process, long startedAt)
    {
        (_process, StartedAt) = (process, startedAt);
        Exited = WaitForExitAsync();
    }

    /// <summary>By <see cref="Stopwatch"/>.</summary>
    public long StartedAt { get; }

    /// <summary>Of the process, by which the system knows it.</summary>
    public int Id => _process.Id;

    /// <summary>Lines of standard output: the function's log, one JSON object each. Completes with the stream.</summary>
    public ChannelReader<string> Output => _output.Reader;

    /// <summary>Lines of standard error. Completes with the stream.</summary>
    public ChannelReader<string> Errors => _errors.Reader;

    /// <summary>The last line of standard error that is not empty; empty when there was none.</summary>
    public string LastErrorLine { get; private set; } = "";

    /// <summary>The exit code, after the last line of both streams.</summary>
    public Task<int> Exited { get; }

    /// <param name="path">An executable, or a <c>.dll</c> for the <c>dotnet</c> of this machine.</param>
    /// <param name="environment">
    /// All that the function sees, apart from <c>PATH</c>, <c>HOME</c> and <c>DOTNET_*</c> of this process.
    /// </param>
    /// <exception cref="FunctionUnavailableException">It cannot be started.</exception>
    public static FunctionProcess Start(string path, IReadOnlyDictionary<string, string> environment)
    {
        var isAssembly = path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase);
        var start = new ProcessStartInfo(isAssembly ? "dotnet" : path)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (isAssembly)
        {
            start.ArgumentList.Add(path);
        }

        foreach (var inherited in start.Environment.Keys.Where(name => !IsInherited(name)).ToArray())
        {
            start.Environment.Remove(inherited);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        try
        {
            var startedAt = Stopwatch.GetTimestamp();
            var process = Process.Start(start)!;
            process.StandardInput.Close(); // redirected only to keep the function off the tool's own input
            return new FunctionProcess(process, startedAt);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new FunctionUnavailableException($"The function could not be started: {e.Message}", e);
        }
    }

    public ProcessUsage Usage
    {
        get
        {
            _process.Refresh();
            return new(_process.TotalProcessorTime, _process.WorkingSet64, _process.PeakWorkingSet64);
        }
    }

    /// <summary>At once (SIGKILL), whatever it is doing.</summary>
    public void Kill() => _process.Kill(entireProcessTree: true);

    public async ValueTask DisposeAsync()
    {
        Kill();
        await Exited.ConfigureAwait(false);
        _process.Dispose();
    }

    static bool IsInherited(string name) =>
        name is "PATH" or "HOME" || name.StartsWith("DOTNET_", StringComparison.Ordinal);

    static Channel<string> NewLines() =>
        Channel.CreateBounded<string>(
            new BoundedChannelOptions(MaxLines) { FullMode = BoundedChannelFullMode.DropOldest }
        );

    async Task<int> WaitForExitAsync()
    {
        var drained = Task.WhenAll(
            PumpAsync(_process.StandardOutput, _output.Writer, _ => { }),
            PumpAsync(
                _process.StandardError,
                _errors.Writer,
                line => LastErrorLine = line.Length > 0 ? line : LastErrorLine
            )
        );
        await _process.WaitForExitAsync().ConfigureAwait(false);
        await Task.WhenAny(drained, Task.Delay(DrainLimit)).ConfigureAwait(false);
        return _process.ExitCode;
    }

    static async Task PumpAsync(StreamReader from, ChannelWriter<string> lines, Action<string> seen)
    {
        while (await from.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            seen(line);
            lines.TryWrite(line);
        }

        lines.Complete();
    }
}
