namespace Impressions.Emulation.Lambda;

/// <summary>One invocation on its way: offered, handed out to the function, answered; or withdrawn before that.</summary>
sealed class PendingInvocation(ReadOnlyMemory<byte> payload, TimeSpan timeout, TimeProvider time)
{
    // Asynchronously, because completing one must not run the caller's code inside the function's request.
    readonly TaskCompletionSource _handedOut = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TaskCompletionSource<InvocationAnswer> _answered = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    long _startedAt;

    public string RequestId { get; } = Guid.NewGuid().ToString();

    public ReadOnlyMemory<byte> Payload { get; } = payload;

    /// <summary>When Lambda would kill the function; known once handed out.</summary>
    public DateTimeOffset Deadline { get; private set; }

    public Task HandedOut => _handedOut.Task;

    public Task<InvocationAnswer> Answered => _answered.Task;

    /// <summary>Starts the clock.</summary>
    /// <returns>False when the caller has withdrawn meanwhile.</returns>
    public bool TryHandOut()
    {
        _startedAt = time.GetTimestamp();
        Deadline = time.GetUtcNow() + timeout;
        return _handedOut.TrySetResult();
    }

    /// <summary>The caller waits no longer; has no effect once handed out.</summary>
    public void Withdraw() => _handedOut.TrySetCanceled();

    /// <summary>An answer after the deadline does not count.</summary>
    public void Complete(ReadOnlyMemory<byte> response, FunctionError? error)
    {
        var duration = time.GetElapsedTime(_startedAt);
        if (duration > timeout)
        {
            CompleteTimedOut();
        }
        else
        {
            _answered.TrySetResult(new InvocationAnswer(RequestId, response, error, duration));
        }
    }

    public void CompleteTimedOut() =>
        _answered.TrySetResult(
            new InvocationAnswer(
                RequestId,
                ReadOnlyMemory<byte>.Empty,
                FunctionError.TimedOut(timeout),
                timeout
            )
        );
}
