using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace Impressions.Emulation.Lambda;

/// <summary>Brings invocations to one function process, one at a time, and its answers back.</summary>
[SuppressMessage(
    "Design",
    "CA1001",
    Justification = "A semaphore without a wait handle holds nothing, and a waiting caller may still release it"
)]
sealed class InvocationQueue(TimeProvider time)
{
    /// <summary>Three times what Lambda gives a function to start: this machine may be busy.</summary>
    static readonly TimeSpan AskingLimit = TimeSpan.FromSeconds(30);

    readonly Channel<PendingInvocation> _offered = Channel.CreateUnbounded<PendingInvocation>();
    readonly SemaphoreSlim _turn = new(1);
    readonly TaskCompletionSource<string> _unavailable = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );

    /// <summary>Handed out and not answered by the function yet, even if its caller waits no longer.</summary>
    public PendingInvocation? Running { get; private set; }

    /// <summary>Waits for its turn, then for the function to ask, then for its answer or the deadline.</summary>
    /// <exception cref="FunctionUnavailableException">The function will not answer any more.</exception>
    public async Task<InvocationAnswer> InvokeAsync(
        ReadOnlyMemory<byte> payload,
        TimeSpan timeout,
        CancellationToken cancellation
    )
    {
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        var invocation = new PendingInvocation(payload, timeout, time);
        try
        {
            await _offered.Writer.WriteAsync(invocation, cancellation).ConfigureAwait(false);
            await BeHandedOutAsync(invocation, cancellation).ConfigureAwait(false);
            return await BeAnsweredAsync(invocation, timeout, cancellation).ConfigureAwait(false);
        }
        finally
        {
            invocation.Withdraw();
            _turn.Release();
        }
    }

    /// <summary>The function asks: waits for an invocation and hands it out.</summary>
    public async Task<PendingInvocation> NextAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var invocation = await _offered.Reader.ReadAsync(cancellation).ConfigureAwait(false);
            if (invocation.TryHandOut())
            {
                Running = invocation;
                return invocation;
            }
        }
    }

    /// <summary>The function has answered the running invocation.</summary>
    public void Complete(ReadOnlyMemory<byte> response, FunctionError? error)
    {
        Running?.Complete(response, error);
        Running = null;
    }

    /// <summary>Fails the invocation that is waiting, and all later ones.</summary>
    public void MarkUnavailable(string reason) => _unavailable.TrySetResult(reason);

    async Task BeHandedOutAsync(PendingInvocation invocation, CancellationToken cancellation)
    {
        try
        {
            await UnlessUnavailableAsync(invocation.HandedOut)
                .WaitAsync(AskingLimit, time, cancellation)
                .ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            throw new FunctionUnavailableException(
                $"The function did not ask for an invocation within {AskingLimit.TotalSeconds} seconds",
                e
            );
        }
    }

    async Task<InvocationAnswer> BeAnsweredAsync(
        PendingInvocation invocation,
        TimeSpan timeout,
        CancellationToken cancellation
    )
    {
        try
        {
            await UnlessUnavailableAsync(invocation.Answered)
                .WaitAsync(timeout, time, cancellation)
                .ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            invocation.CompleteTimedOut();
        }

        return await invocation.Answered.ConfigureAwait(false);
    }

    async Task UnlessUnavailableAsync(Task awaited)
    {
        if (await Task.WhenAny(awaited, _unavailable.Task).ConfigureAwait(false) == _unavailable.Task)
        {
            throw new FunctionUnavailableException(await _unavailable.Task.ConfigureAwait(false));
        }
    }
}
