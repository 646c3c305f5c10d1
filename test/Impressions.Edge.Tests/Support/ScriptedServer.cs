using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Impressions.Edge.Tests.Support;

/// <summary>One request as it came over the wire.</summary>
sealed record RecordedRequest(string Line, IReadOnlyDictionary<string, string> Headers, byte[] Body);

enum AfterReply
{
    KeepConnection,
    Close,
    Reset,
    Hang,
}

/// <summary>Bytes to answer with, and what to do to the connection then.</summary>
sealed record Reply(string Text, AfterReply After = AfterReply.KeepConnection)
{
    public static Reply Hang { get; } = new("", AfterReply.Hang);
    public static Reply Reset { get; } = new("", AfterReply.Reset);
    public static Reply HalfAnswer { get; } = new("HTTP/1.1 200 OK\r\nContent-Le", AfterReply.Close);

    public static Reply Status(int status, string body = "", string headers = "") =>
        new(
            string.Create(
                CultureInfo.InvariantCulture,
                $"HTTP/1.1 {status} Said\r\n{headers}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}"
            )
        );
}

/// <summary>
/// HTTP on a raw socket, because real servers refuse to misbehave. Replies in order; the last one from then on.
/// </summary>
sealed class ScriptedServer : IAsyncDisposable
{
    readonly ConcurrentQueue<RecordedRequest> _requests = new();
    readonly TaskCompletionSource _firstRequest = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly Reply[] _replies;
    readonly LoopbackListener _listener;
    int _served;

    public ScriptedServer(params Reply[] replies)
    {
        _replies = replies;
        _listener = new LoopbackListener(ServeAsync);
    }

    public string Address => _listener.EndPoint.ToString();

    public Task FirstRequest => _firstRequest.Task;

    public int Connections => _listener.Connections;

    public IReadOnlyList<RecordedRequest> Requests => [.. _requests];

    public ValueTask DisposeAsync() => _listener.DisposeAsync();

    async Task ServeAsync(Socket socket, CancellationToken stop)
    {
        await using var stream = new NetworkStream(socket);
        while (await ReceiveAsync(stream, stop) is { } request)
        {
            _requests.Enqueue(request);
            _firstRequest.TrySetResult();
            var reply = _replies[Math.Min(Interlocked.Increment(ref _served), _replies.Length) - 1];
            await stream.WriteAsync(Encoding.UTF8.GetBytes(reply.Text), stop);
            switch (reply.After)
            {
                case AfterReply.Close:
                    return;
                case AfterReply.Reset:
                    socket.LingerState = new LingerOption(enable: true, seconds: 0);
                    return;
                case AfterReply.Hang:
                    await Task.Delay(Timeout.Infinite, stop);
                    return;
            }
        }
    }

    static async Task<RecordedRequest?> ReceiveAsync(NetworkStream stream, CancellationToken stop)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (!head.TakeLast(4).SequenceEqual("\r\n\r\n"u8.ToArray()))
        {
            if (await stream.ReadAsync(one, stop) == 0)
            {
                return null;
            }

            head.Add(one[0]);
        }

        var lines = Encoding.UTF8.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var headers = lines[1..]
            .Select(line => line.Split(':', 2))
            .ToDictionary(pair => pair[0], pair => pair[1].Trim(), StringComparer.OrdinalIgnoreCase);
        var length = headers.TryGetValue("Content-Length", out var text)
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : 0;
        var body = new byte[length];
        await stream.ReadExactlyAsync(body, stop);
        return new RecordedRequest(lines[0], headers, body);
    }
}
