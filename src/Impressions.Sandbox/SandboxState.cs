using System.Collections.ObjectModel;
using Impressions.Sandbox.View;

namespace Impressions.Sandbox;

/// <summary>The state of the sandbox as a whole, for the live view: what runs, and the running metrics.</summary>
sealed class SandboxState(LiveFeed feed, bool hasTracker)
{
    readonly Lock _lock = new();
    IReadOnlyDictionary<string, double> _from = ReadOnlyDictionary<string, double>.Empty;
    string _problem = "";
    int _lost;

    /// <summary>Before the first invocation.</summary>
    public void Publish() => feed.Publish(FeedMessages.OfState(hasTracker, _problem, _lost));

    /// <param name="metrics">Since the start.</param>
    /// <param name="problem">Why the last invocation failed; empty when it did not.</param>
    public void Publish(IReadOnlyDictionary<string, double> metrics, string problem)
    {
        lock (_lock)
        {
            feed.Publish(FeedMessages.Of(Since(metrics)));
            if (problem != _problem)
            {
                _problem = problem;
                Publish();
            }
        }
    }

    /// <summary>From now on the metrics count from here.</summary>
    public void CountFrom(IReadOnlyDictionary<string, double> metrics)
    {
        lock (_lock)
        {
            _from = metrics;
            feed.Publish(FeedMessages.Of(Since(metrics)));
        }
    }

    /// <summary>Arrivals that there was no room for.</summary>
    public void CountLost(int arrivals)
    {
        lock (_lock)
        {
            _lost += arrivals;
            Publish();
        }
    }

    Dictionary<string, double> Since(IReadOnlyDictionary<string, double> metrics)
    {
        var since = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (name, value) in metrics)
        {
            if (value - _from.GetValueOrDefault(name) is not 0 and var more)
            {
                since[name] = more;
            }
        }

        return since;
    }
}
