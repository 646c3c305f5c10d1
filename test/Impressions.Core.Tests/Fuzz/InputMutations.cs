using System.Text;
using System.Text.Json;
using Impressions.Core.Snowplow;
using Impressions.Core.Tests.Reference;
using Impressions.Core.Tests.Support;

namespace Impressions.Core.Tests.Fuzz;

/// <summary>Inputs of every size: a line, what a record holds, an invocation's payload. Whole, or damaged.</summary>
sealed class InputMutations
{
    static readonly EnrichedColumn[] JsonColumns =
    [
        EnrichedColumn.Contexts,
        EnrichedColumn.UnstructEvent,
        EnrichedColumn.DerivedContexts,
    ];

    static readonly EnrichedColumn[] Columns = Enum.GetValues<EnrichedColumn>();

    static readonly byte[][] Payloads = [.. EventCase.Names.Select(name => EventCase.Load(name).Payload)];

    readonly Random _random;
    readonly Mutations _bytes;
    readonly MadeEvents _made;
    readonly JsonMutations _json;

    public InputMutations(Random random)
    {
        _random = random;
        _bytes = new Mutations(random);
        _made = new MadeEvents(random);
        _json = new JsonMutations(random, _made);
    }

    public byte[] Line()
    {
        var line = _random.Next(3) == 0 ? Any(CapturedLines.All) : _made.Line();
        for (var change = _random.Next(4); change > 0; change--)
        {
            line = _random.Next(8) switch
            {
                0 => _bytes.Of(line),
                1 => ChangeColumns(line),
                _ => ChangeJson(line, _json.Change),
            };
        }

        return line;
    }

    /// <summary>The same event with the members of its JSON in another order.</summary>
    public byte[] Reordered(byte[] line)
    {
        foreach (var column in JsonColumns)
        {
            line = ChangeJson(line, _json.ShuffleMembers, column);
        }

        return line;
    }

    /// <summary>What one record holds: events in any encoding, now and then damaged.</summary>
    public byte[] Data()
    {
        byte[][] lines = [.. Enumerable.Range(0, _random.Next(4)).Select(_ => Line())];
        var data = _random.Next(6) switch
        {
            0 => Containers.Aggregate([.. lines.Select(Inside)]),
            1 => Containers.AggregateOf(_bytes.Of(Containers.Aggregate([.. lines.Select(Inside)])[4..^16])),
            2 => Inside([]),
            _ when lines.Length > 0 => Inside(lines[0]),
            _ => Compressed(lines),
        };
        return _random.Next(3) == 0 ? Damaged(data) : data;
    }

    public byte[] Payload()
    {
        if (_random.Next(4) == 0)
        {
            return _bytes.Of(Any(Payloads));
        }

        var payload = Some.Payload([
            .. Enumerable.Range(0, _random.Next(6)).Select(_ => _random.Next(3) == 0 ? Data() : Line()),
        ]);
        if (_random.Next(2) == 0)
        {
            return payload;
        }

        return Encoding.UTF8.GetBytes(
            Write(
                ReferenceJson.Parse(payload)!.Value,
                _random.Next(3) == 0 ? _json.ShuffleMembers : _json.Change
            )
        );
    }

    byte[] Inside(byte[] line) =>
        _random.Next(4) switch
        {
            0 => line,
            1 => [.. line, (byte)'\n', .. line, (byte)'\n'],
            _ => Compressed(line, Line()),
        };

    byte[] Compressed(params byte[][] lines)
    {
        var layout = Containers.Layout(lines);
        layout = _random.Next(4) == 0 ? _bytes.Of(layout) : layout;
        var cut = _random.Next(layout.Length);
        return _random.Next(4) switch
        {
            0 => Containers.Gzip(layout),
            1 => [.. Containers.Gzip(layout[..cut]), .. Containers.Gzip(layout[cut..])],
            2 => Containers.Zstd(layout[..cut], layout[cut..]),
            _ => [.. Containers.Zstd(layout[..cut]), .. Containers.Zstd(layout[cut..])],
        };
    }

    byte[] Damaged(byte[] data) =>
        _random.Next(3) switch
        {
            0 => data[.._random.Next(data.Length + 1)],
            1 => [.. data, .. data[..Math.Min(data.Length, _random.Next(40))]],
            _ => _bytes.Of(data),
        };

    /// <summary>One column from elsewhere, or two that change places.</summary>
    byte[] ChangeColumns(byte[] line)
    {
        var columns = Encoding.Latin1.GetString(line).Split('\t');
        var (one, other) = ((int)Any(Columns), (int)Any(Columns));
        if (columns.Length == EnrichedEvent.ColumnCount)
        {
            (columns[one], columns[other]) =
                _random.Next(2) == 0 ? (columns[other], columns[one]) : ("", columns[other]);
        }

        return Encoding.Latin1.GetBytes(string.Join('\t', columns));
    }

    byte[] ChangeJson(byte[] line, Action<JsonTree> change) => ChangeJson(line, change, Any(JsonColumns));

    byte[] ChangeJson(byte[] line, Action<JsonTree> change, EnrichedColumn column)
    {
        var columns = Encoding.Latin1.GetString(line).Split('\t');
        if (columns.Length != EnrichedEvent.ColumnCount || columns[(int)column].Length == 0)
        {
            return line;
        }

        if (ReferenceJson.Parse(Encoding.Latin1.GetBytes(columns[(int)column])) is not { } json)
        {
            return line;
        }

        var changed = Encoding.UTF8.GetBytes(Write(json, change));
        columns[(int)column] = Encoding.Latin1.GetString(changed);
        return Encoding.Latin1.GetBytes(string.Join('\t', columns));
    }

    string Write(JsonElement json, Action<JsonTree> change)
    {
        var tree = JsonTree.Of(json);
        change(tree);
        return tree.Write(_random.Next(4) == 0 ? Space : null);
    }

    /// <summary>Neither tab nor newline: those end a column or a line.</summary>
    string Space() => _random.Next(10) == 0 ? " \r "[.._random.Next(1, 4)] : "";

    T Any<T>(IReadOnlyList<T> all) => all[_random.Next(all.Count)];
}
