namespace Impressions;

/// <summary>Dead letters with the same reason and error code.</summary>
sealed class AlikeDeadLetters
{
    readonly List<string> _objects = [];

    public int Count { get; private set; }

    /// <summary>When the first was stored.</summary>
    public DateTimeOffset First { get; private set; } = DateTimeOffset.MaxValue;

    /// <summary>When the last was stored.</summary>
    public DateTimeOffset Last { get; private set; } = DateTimeOffset.MinValue;

    /// <summary>Names of the objects that hold them.</summary>
    public IReadOnlyList<string> Objects => _objects;

    public void Add(string name, DateTimeOffset failedAt)
    {
        Count++;
        First = failedAt < First ? failedAt : First;
        Last = failedAt > Last ? failedAt : Last;
        if (_objects.Count == 0 || _objects[^1] != name)
        {
            _objects.Add(name); // they come object by object
        }
    }
}

/// <summary>What a source holds, by reason.</summary>
sealed class DeadLetterListing
{
    readonly SortedDictionary<(string Reason, string ErrorCode), AlikeDeadLetters> _alike = [];
    readonly List<(string Name, int LineNumber)> _unreadable = [];

    public IReadOnlyDictionary<(string Reason, string ErrorCode), AlikeDeadLetters> Alike => _alike;

    /// <summary>Lines that are no rows of ours.</summary>
    public IReadOnlyList<(string Name, int LineNumber)> Unreadable => _unreadable;

    public int Count => _alike.Values.Sum(alike => alike.Count);

    public void Add(in DeadLetterLine line)
    {
        if (line.Row is not { } row)
        {
            _unreadable.Add((line.Name, line.LineNumber));
            return;
        }

        if (!_alike.TryGetValue((row.Reason, row.ErrorCode), out var alike))
        {
            alike = new AlikeDeadLetters();
            _alike.Add((row.Reason, row.ErrorCode), alike);
        }

        alike.Add(line.Name, row.FailedAt);
    }
}
