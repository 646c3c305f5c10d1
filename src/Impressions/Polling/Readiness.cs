using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Threading.Tasks.Sources;

namespace Impressions;

/// <summary>A socket's being ready for one thing, to be awaited again and again, by one at a time.</summary>
[SupportedOSPlatform("linux")]
class Readiness(Poller poller, SafeHandle socket, PollEvents awaited) : IValueTaskSource<int>
{
    ManualResetValueTaskSourceCore<int> _source; // who awaits goes on within Complete or Fail
    CancellationTokenRegistration _cancellation;

    /// <summary>Set before the poller is asked to forget this, and read after it is asked to remember: one of the two sees it.</summary>
    volatile Exception? _failure;

    volatile bool _isClosed;

    protected SafeHandle Socket => socket;

    public PollDescriptor Descriptor =>
        new() { Descriptor = (int)socket.DangerousGetHandle(), Awaited = awaited };

    /// <exception cref="ObjectDisposedException">The socket was closed.</exception>
    public ValueTask<int> WaitAsync(CancellationToken cancellation)
    {
        _source.Reset();
        _failure = _isClosed ? Closed() : null;
        Remember();
        _cancellation = cancellation.UnsafeRegister(
            static (readiness, token) => ((Readiness)readiness!).Fail(new OperationCanceledException(token)),
            this
        );
        return new ValueTask<int>(this, _source.Version);
    }

    /// <summary>Whoever waits goes on, on this thread. Only for who has taken this from the poller.</summary>
    public void Complete()
    {
        int? result;
        try
        {
            result = TryFinish();
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException)
        {
            _source.SetException(failure);
            return;
        }

        if (result is { } done)
        {
            _source.SetResult(done);
        }
        else
        {
            Remember();
        }
    }

    /// <summary>To be called before the socket is closed: its number may be another's right after.</summary>
    public void Close()
    {
        _isClosed = true;
        Fail(Closed());
    }

    /// <summary>Does what was waited for.</summary>
    /// <returns>Null if the socket is not ready after all.</returns>
    protected virtual int? TryFinish() => 0;

    int IValueTaskSource<int>.GetResult(short token)
    {
        _cancellation.Dispose(); // and waits for it, should it be at work: nothing reaches into the next wait
        return _source.GetResult(token);
    }

    ValueTaskSourceStatus IValueTaskSource<int>.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource<int>.OnCompleted(
        Action<object?> continuation,
        object? state,
        short token,
        ValueTaskSourceOnCompletedFlags flags
    ) => _source.OnCompleted(continuation, state, token, flags);

    void Remember()
    {
        poller.Add(this);
        if (_failure is { } failure)
        {
            Fail(failure);
        }
    }

    void Fail(Exception failure)
    {
        _failure = failure;
        if (poller.Remove(this))
        {
            _source.SetException(failure);
        }
    }

    static ObjectDisposedException Closed() => new(nameof(PolledStream));
}
