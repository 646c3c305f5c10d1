using System.Text.Json;
using System.Threading.Channels;

namespace Impressions.Emulation.Lambda;

/// <summary>Reads the log lines that the function writes for each invocation, and sums up their numbers.</summary>
sealed class FunctionLog(ChannelReader<string> lines)
{
    /// <summary>The line is written before the answer; on a busy machine it may still be under way.</summary>
    static readonly TimeSpan LineLimit = TimeSpan.FromSeconds(5);

    readonly Dictionary<string, double> _metrics = new(StringComparer.Ordinal);
    readonly Dictionary<string, int> _failures = new(StringComparer.Ordinal);
    readonly List<string> _errors = [];

    public IReadOnlyDictionary<string, double> Metrics => _metrics;

    /// <summary>Batches that failed, by the answer's code.</summary>
    public IReadOnlyDictionary<string, int> Failures => _failures;

    /// <summary>Each message once.</summary>
    public IReadOnlyList<string> Errors => _errors;

    /// <summary>Reads up to the invocation's summary; an invocation that failed has none.</summary>
    public async Task ReadAsync(InvocationAnswer answer, CancellationToken cancellation)
    {
        if (answer.Error is not null)
        {
            return;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(LineLimit);
        try
        {
            while (!Add(await lines.ReadAsync(limit.Token).ConfigureAwait(false), answer.RequestId)) { }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new FunctionUnavailableException("The function answered, but did not log what it did");
        }
    }

    /// <summary>True for the summary of the invocation.</summary>
    bool Add(string line, string requestId)
    {
        using var json = JsonDocument.Parse(line);
        var root = json.RootElement;
        if (Text(root, "level") == "ERROR")
        {
            var reason = Text(root, "reason");
            var error = reason.Length == 0 ? Text(root, "message") : $"{Text(root, "message")}: {reason}";
            if (!_errors.Contains(error, StringComparer.Ordinal))
            {
                _errors.Add(error);
            }

            return false;
        }

        foreach (
            var member in root.EnumerateObject()
                .Where(member => member.Value.ValueKind == JsonValueKind.Number)
        )
        {
            _metrics[member.Name] = _metrics.GetValueOrDefault(member.Name) + member.Value.GetDouble();
        }

        if (root.TryGetProperty("failures", out var failures))
        {
            foreach (var failure in failures.EnumerateObject())
            {
                _failures[failure.Name] =
                    _failures.GetValueOrDefault(failure.Name) + failure.Value.GetInt32();
            }
        }

        return Text(root, "requestId") == requestId;
    }

    static string Text(JsonElement line, string name) =>
        line.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String
            ? text.GetString()!
            : "";
}
