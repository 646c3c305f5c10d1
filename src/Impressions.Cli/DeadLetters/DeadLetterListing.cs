namespace Impressions.Cli.DeadLetters;

/// <summary>Dead letters with the same reason and error code.</summary>
sealed class DeadLetterGroup
{
    readonly List<string> _objects = [];

    /// <summary>Dead letters of the function, or records that Lambda gave up on.</summary>
    public int Count { get; private set; }

    /// <summary>When the first was stored.</summary>
    public DateTimeOffset First { get; private set; } = DateTimeOffset.MaxValue;

    /// <summary>When the last was stored.</summary>
    public DateTimeOffset Last { get; private set; } = DateTimeOffset.MinValue;

    /// <summary>Names of the objects that hold them.</summary>
    public IReadOnlyList<string> Objects => _objects;

    public void Add(string name, DateTimeOffset failedAt, int count)
    {
        Count += count;
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
    readonly SortedDictionary<(string Reason, string ErrorCode), DeadLetterGroup> _groups = [];
    readonly List<(string Name, int LineNumber)> _unreadable = [];

    public IReadOnlyDictionary<(string Reason, string ErrorCode), DeadLetterGroup> Groups => _groups;

    /// <summary>Lines that are neither dead letters of the function nor Lambda's.</summary>
    public IReadOnlyList<(string Name, int LineNumber)> Unreadable => _unreadable;

    public int Count => _groups.Values.Sum(group => group.Count);

    public void Add(in DeadLetterItem item)
    {
        if (item.Row is { } row)
        {
            Group(row.Reason, row.ErrorCode).Add(item.Name, row.FailedAt, count: 1);
        }
        else if (item.Failure is { } failure)
        {
            Group(failure.Condition, errorCode: "").Add(item.Name, failure.FailedAt, failure.Count);
        }
        else
        {
            _unreadable.Add((item.Name, item.LineNumber));
        }
    }

    DeadLetterGroup Group(string reason, string errorCode)
    {
        if (!_groups.TryGetValue((reason, errorCode), out var group))
        {
            group = new DeadLetterGroup();
            _groups.Add((reason, errorCode), group);
        }

        return group;
    }
}
