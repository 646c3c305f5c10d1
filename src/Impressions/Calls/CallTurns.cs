using Impressions.Core.Delivery;

namespace Impressions.Calls;

/// <summary>Lets calls start when <see cref="CallPace"/> says so, one after the other. Safe for concurrent calls.</summary>
/// <param name="chance">0 to 1; <see cref="CallPace.Start"/>.</param>
sealed class CallTurns(TimeProvider time, Func<double> chance) : IDisposable
{
    readonly Lock _lock = new();
    readonly CallPace _pace = new();
    readonly SemaphoreSlim _turn = new(1);

    /// <inheritdoc cref="CallPace.Spacing"/>
    public TimeSpan Spacing
    {
        get
        {
            lock (_lock)
            {
                return _pace.Spacing;
            }
        }
    }

    /// <summary>Since any fixed moment.</summary>
    TimeSpan Now => time.GetElapsedTime(startingTimestamp: 0);

    /// <summary>Waits until the next call may start.</summary>
    /// <returns>When it started, for <see cref="Report"/>.</returns>
    public async ValueTask<TimeSpan> TakeAsync(CancellationToken cancellation)
    {
        if (Spacing == TimeSpan.Zero)
        {
            return Now;
        }

        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (Wait() is var wait && wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, time, cancellation).ConfigureAwait(false);
            }

            return Start();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The answer to an attempt changes the pace of all calls.</summary>
    /// <param name="startedAt">From <see cref="TakeAsync"/>.</param>
    public void Report(CallAnswer answer, TimeSpan startedAt)
    {
        lock (_lock)
        {
            if (answer.IsThrottled)
            {
                _pace.Throttle(startedAt, Now, chance());
            }
            else if (answer.Outcome == CallOutcome.Accepted)
            {
                _pace.Accept();
            }
        }
    }

    public void Dispose() => _turn.Dispose();

    TimeSpan Wait()
    {
        lock (_lock)
        {
            return _pace.WaitAt(Now);
        }
    }

    TimeSpan Start()
    {
        lock (_lock)
        {
            var now = Now;
            _pace.Start(now, chance());
            return now;
        }
    }
}
