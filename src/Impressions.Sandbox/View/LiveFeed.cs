using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace Impressions.Sandbox.View;

/// <summary>The messages that a live view gets.</summary>
/// <param name="Kind">Name of the server-sent event.</param>
/// <param name="Number">Of the thing that it is about, from 1: a later message about the same thing replaces it. 0: the sandbox as a whole, which is never forgotten.</param>
/// <param name="Json">One line.</param>
sealed record FeedMessage(string Kind, int Number, ReadOnlyMemory<byte> Json);

/// <summary>The live view's messages, for views that are open and for those that open later. Safe from any thread.</summary>
sealed class LiveFeed
{
    /// <summary>Latest messages kept (messages).</summary>
    const int MaxKept = 1_000;

    /// <summary>The same (bytes).</summary>
    const long MaxKeptBytes = 32L << 20;

    /// <summary>Views open at a time.</summary>
    const int MaxViews = 32;

    /// <summary>A view that is this far behind is cut off; its browser connects again and gets the state of then.</summary>
    const int MaxBehind = 2_000;

    readonly Lock _lock = new();
    readonly LinkedList<FeedMessage> _kept = [];
    readonly Dictionary<(string, int), LinkedListNode<FeedMessage>> _places = [];
    readonly Dictionary<string, FeedMessage> _whole = new(StringComparer.Ordinal);
    readonly List<Channel<FeedMessage>> _views = [];
    long _bytes;

    public void Publish(FeedMessage message)
    {
        lock (_lock)
        {
            Keep(message);
            foreach (var view in _views.ToArray())
            {
                if (!view.Writer.TryWrite(message))
                {
                    Close(view);
                }
            }
        }
    }

    /// <summary>Forgets all messages of these kinds.</summary>
    public void Forget(params ReadOnlySpan<string> kinds)
    {
        lock (_lock)
        {
            foreach (var kind in kinds)
            {
                _ = _whole.Remove(kind);
                foreach (var node in _places.Values.Where(node => node.Value.Kind == kind).ToArray())
                {
                    Drop(node);
                }
            }
        }
    }

    /// <summary>The latest messages of a kind, in the order of their things.</summary>
    public IReadOnlyList<FeedMessage> Kept(string kind)
    {
        lock (_lock)
        {
            return [.. _kept.Where(message => message.Kind == kind).OrderBy(message => message.Number)];
        }
    }

    /// <summary>False when too many views are open.</summary>
    public bool TryOpen([NotNullWhen(true)] out ChannelReader<FeedMessage>? messages)
    {
        lock (_lock)
        {
            messages = null;
            if (_views.Count >= MaxViews)
            {
                return false;
            }

            var view = Channel.CreateBounded<FeedMessage>(MaxKept + MaxBehind);
            foreach (var message in _whole.Values.Concat(_kept))
            {
                view.Writer.TryWrite(message);
            }

            _views.Add(view);
            messages = view.Reader;
            return true;
        }
    }

    public void Close(ChannelReader<FeedMessage> messages)
    {
        lock (_lock)
        {
            if (_views.Find(view => view.Reader == messages) is { } view)
            {
                Close(view);
            }
        }
    }

    void Close(Channel<FeedMessage> view)
    {
        _ = view.Writer.TryComplete();
        _ = _views.Remove(view);
    }

    void Keep(FeedMessage message)
    {
        var key = (message.Kind, message.Number);
        if (message.Number == 0)
        {
            _whole[message.Kind] = message;
            return;
        }

        if (_places.TryGetValue(key, out var place))
        {
            _bytes += message.Json.Length - place.Value.Json.Length;
            place.Value = message;
        }
        else
        {
            _places[key] = _kept.AddLast(message);
            _bytes += message.Json.Length;
        }

        while (_kept.Count > MaxKept || (_bytes > MaxKeptBytes && _kept.Count > 1))
        {
            Drop(_kept.First!);
        }
    }

    void Drop(LinkedListNode<FeedMessage> node)
    {
        _bytes -= node.Value.Json.Length;
        _ = _places.Remove((node.Value.Kind, node.Value.Number));
        _kept.Remove(node);
    }
}
