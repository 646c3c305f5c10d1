using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Impressions;

/// <summary>
/// Waits for all connections on one thread, which then goes on itself with what waited for them: an answer comes in, is
/// read, booked, and the next request sent without waking another thread, which would cost as much as a call does. Others may
/// join in from any thread.
/// </summary>
[SupportedOSPlatform("linux")]
sealed class Poller : IDisposable
{
    const int NoThread = 0;

    readonly Lock _lock = new();

    /// <summary>All that wait; under the lock.</summary>
    readonly List<Readiness> _waiting = [];

    /// <summary>Those of them that the system is asked for, each at its descriptor's place.</summary>
    readonly List<Readiness> _asked = [];

    readonly List<Readiness> _ready = [];
    readonly SafeFileHandle _wakeUp = LibC.Own(LibC.OpenCounter(0, LibC.NonBlocking));
    PollDescriptor[] _descriptors = new PollDescriptor[32];
    volatile int _threadId = NoThread;

    /// <summary>Lends this thread to the connections until the task is done.</summary>
    /// <returns>The task's result.</returns>
    public T Run<T>(Task<T> task)
    {
        _threadId = Environment.CurrentManagedThreadId;
        // Also where the task ends on another thread.
        _ = task.ContinueWith(
            _ => WakeUp(),
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default
        );
        while (!task.IsCompleted)
        {
            WaitForSome();
        }

        _threadId = NoThread;
        return task.GetAwaiter().GetResult();
    }

    /// <summary>As <see cref="SocketsHttpHandler.ConnectCallback"/> wants it.</summary>
    public ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context,
        CancellationToken cancellation
    ) => PolledStream.ConnectAsync(this, context.DnsEndPoint, cancellation);

    public void Add(Readiness readiness)
    {
        lock (_lock)
        {
            _waiting.Add(readiness);
        }

        if (Environment.CurrentManagedThreadId != _threadId)
        {
            WakeUp();
        }
    }

    /// <returns>False if it does not wait (any more).</returns>
    public bool Remove(Readiness readiness)
    {
        lock (_lock)
        {
            return _waiting.Remove(readiness);
        }
    }

    public void Dispose() => _wakeUp.Dispose();

    void WaitForSome()
    {
        Ask();
        if (LibC.Poll(ref _descriptors[0], (nuint)_asked.Count + 1, milliseconds: -1) < 0)
        {
            LibC.ThrowUnlessInterrupted(Marshal.GetLastPInvokeError());
            return;
        }

        if (_descriptors[0].Ready != PollEvents.None)
        {
            _ = LibC.ReadCounter(_wakeUp, out _, sizeof(ulong));
        }

        TakeReady();
        foreach (var readiness in _ready)
        {
            readiness.Complete();
        }

        _ready.Clear();
    }

    void Ask()
    {
        _asked.Clear();
        lock (_lock)
        {
            _asked.AddRange(_waiting);
        }

        if (_descriptors.Length <= _asked.Count)
        {
            _descriptors = new PollDescriptor[2 * _asked.Count];
        }

        _descriptors[0] = new PollDescriptor
        {
            Descriptor = (int)_wakeUp.DangerousGetHandle(),
            Awaited = PollEvents.Readable,
        };
        for (var i = 0; i < _asked.Count; i++)
        {
            _descriptors[i + 1] = _asked[i].Descriptor;
        }
    }

    /// <summary>All of them before any goes on: whoever goes on may close, or wait again on, others' connections.</summary>
    void TakeReady()
    {
        lock (_lock)
        {
            for (var i = 0; i < _asked.Count; i++)
            {
                if (_descriptors[i + 1].Ready != PollEvents.None && _waiting.Remove(_asked[i]))
                {
                    _ready.Add(_asked[i]);
                }
            }
        }
    }

    void WakeUp() => _ = LibC.AddToCounter(_wakeUp, 1, sizeof(ulong));
}
