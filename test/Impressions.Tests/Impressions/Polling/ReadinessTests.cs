using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Impressions.Tests;

/// <summary>Without a thread that polls: the tests say what it would do.</summary>
[SupportedOSPlatform("linux")]
public sealed class ReadinessTests : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    readonly Poller _poller = new();
    readonly SafeFileHandle _socket = new(nint.MaxValue, ownsHandle: false);

    public void Dispose()
    {
        _socket.Dispose();
        _poller.Dispose();
    }

    [Fact]
    public async Task Complete_NotReadyAfterAllAndCancelledMeanwhile_EndsTheWait()
    {
        var readiness = new NeverReady(_poller, _socket);
        using var late = new CancellationTokenSource();
        var waiting = readiness.WaitAsync(late.Token).AsTask();

        Assert.True(_poller.Remove(readiness)); // as the poller takes what it was told is ready
        await late.CancelAsync();
        Assert.False(waiting.IsCompleted); // whoever took it has the say
        readiness.Complete();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(Patience));
        Assert.False(_poller.Remove(readiness));
    }

    [Fact]
    public async Task Complete_NotReadyAfterAll_WaitsOn()
    {
        var readiness = new NeverReady(_poller, _socket);
        using var late = new CancellationTokenSource();
        var waiting = readiness.WaitAsync(late.Token).AsTask();

        Assert.True(_poller.Remove(readiness));
        readiness.Complete();

        Assert.False(waiting.IsCompleted);
        await late.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(Patience));
    }

    [Fact]
    public async Task WaitAsync_AfterTheSocketWasClosed_Throws()
    {
        var readiness = new NeverReady(_poller, _socket);
        readiness.Close();

        await Assert.ThrowsAsync<ObjectDisposedException>(async () =>
            await readiness.WaitAsync(CancellationToken.None)
        );
    }

    [Fact]
    public async Task WaitAsync_AfterOneThatWasCancelled_IsANewOne()
    {
        var readiness = new Readiness(_poller, _socket, PollEvents.Writable);
        using (var late = new CancellationTokenSource())
        {
            var cancelled = readiness.WaitAsync(late.Token).AsTask();
            await late.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        }

        var waiting = readiness.WaitAsync(CancellationToken.None).AsTask();
        Assert.False(waiting.IsCompleted);
        Assert.True(_poller.Remove(readiness));
        readiness.Complete();

        await waiting.WaitAsync(Patience);
    }

    sealed class NeverReady(Poller poller, SafeFileHandle socket)
        : Readiness(poller, socket, PollEvents.Readable)
    {
        protected override int? TryFinish() => null;
    }
}
