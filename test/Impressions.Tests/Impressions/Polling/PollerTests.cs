using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;

namespace Impressions.Tests;

[SupportedOSPlatform("linux")]
public sealed class PollerTests
{
    [Fact]
    public void Run_TaskIsDone_ReturnsItsResult()
    {
        using var poller = new Poller();

        Assert.Equal(7, poller.Run(Task.FromResult(7)));
    }

    [Fact]
    public void Run_TaskFails_ThrowsWhatItThrew()
    {
        using var poller = new Poller();

        Assert.Throws<TimeoutException>(() => poller.Run(FailAsync()));

        static async Task<int> FailAsync()
        {
            await Task.Yield();
            throw new TimeoutException();
        }
    }

    [Fact]
    public async Task Run_TaskEndsOnAnotherThread_Returns()
    {
        using var poller = new Poller();
        var other = new TaskCompletionSource<int>();

        var running = OnOwnThread(() => poller.Run(other.Task));
        await Task.Delay(50); // it waits by now, as a rule
        other.SetResult(7);

        Assert.Equal(7, await running.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task Run_WhatComesIn_IsReadOnThisThreadAndLeavesNothingToCollect()
    {
        using var listener = new TcpListener(IPAddress.Loopback, port: 0);
        listener.Start();
        using var poller = new Poller();
#pragma warning disable CA2025 // both are waited for
        var echo = EchoAsync(listener);
        var (runner, threads, allocated) = await OnOwnThread(() =>
        {
            var (threads, allocated) = poller.Run(PlayAsync(poller, (IPEndPoint)listener.LocalEndpoint));
            return (Environment.CurrentManagedThreadId, threads, allocated);
        });
#pragma warning restore CA2025

        Assert.Equal([runner], threads);
        Assert.Equal(0, allocated);
        await echo.WaitAsync(TimeSpan.FromSeconds(30));
    }

    /// <summary>Where no test framework's context catches what goes on.</summary>
    static Task<T> OnOwnThread<T>(Func<T> run) =>
        Task.Factory.StartNew(
            run,
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );

    /// <summary>There and back, often; which threads that took and what it allocated on them (bytes).</summary>
    static async Task<(HashSet<int> Threads, long Allocated)> PlayAsync(Poller poller, IPEndPoint peer)
    {
        var host = new DnsEndPoint(peer.Address.ToString(), peer.Port);
        await using var stream = await PolledStream.ConnectAsync(poller, host, CancellationToken.None);
        var ball = new byte[100];
        for (var i = 0; i < 100; i++)
        {
            await PassAsync();
        }

        var threads = new HashSet<int>();
        var least = long.MaxValue; // another thread's collection may count what this one's buffer still had
        for (var measurement = 0; measurement < 5; measurement++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 500; i++)
            {
                await stream.WriteAsync(ball);
                for (var read = 0; read < ball.Length; )
                {
                    read += await stream.ReadAsync(ball.AsMemory(read));
                }

                _ = threads.Add(Environment.CurrentManagedThreadId);
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return (threads, least);

        async Task PassAsync()
        {
            await stream.WriteAsync(ball);
            await stream.ReadExactlyAsync(ball);
        }
    }

    static async Task EchoAsync(TcpListener listener)
    {
        using var socket = await listener.AcceptSocketAsync();
        socket.NoDelay = true;
        var buffer = new byte[100];
        while (await socket.ReceiveAsync(buffer) is > 0 and var received)
        {
            _ = await socket.SendAsync(buffer.AsMemory(0, received));
        }
    }
}
