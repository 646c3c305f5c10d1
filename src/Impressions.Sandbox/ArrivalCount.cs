namespace Impressions.Sandbox;

/// <summary>Counts what arrives and what has its fate, so that a reader can wait for the rest. Safe from any thread.</summary>
sealed class ArrivalCount
{
    readonly Lock _lock = new();
    readonly List<(long Until, TaskCompletionSource Finished)> _waiting = [];
    long _arrived;
    long _finished;

    public void Arrive()
    {
        lock (_lock)
        {
            _arrived++;
        }
    }

    public void Finish(int count)
    {
        lock (_lock)
        {
            _finished += count;
            foreach (var (until, finished) in _waiting)
            {
                if (until <= _finished)
                {
                    finished.SetResult();
                }
            }

            _ = _waiting.RemoveAll(waiting => waiting.Until <= _finished);
        }
    }

    /// <summary>Ends when all that has arrived by now has its fate.</summary>
    public Task WaitAsync()
    {
        lock (_lock)
        {
            if (_finished >= _arrived)
            {
                return Task.CompletedTask;
            }

            var finished = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((_arrived, finished));
            return finished.Task;
        }
    }
}
