using System.Text.Json;
using Impressions.Core;
using Impressions.Core.Mapping;
using Impressions.Sandbox.View;

namespace Impressions.Cli.Tail;

/// <summary>What came, counted.</summary>
sealed class TailSummary
{
    readonly SortedDictionary<string, long> _interactions = new(StringComparer.Ordinal);
    readonly SortedDictionary<string, long> _skipped = new(StringComparer.Ordinal);
    readonly SortedDictionary<string, long> _deadLetters = new(StringComparer.Ordinal);
    readonly SortedDictionary<string, long> _clicks = new(StringComparer.Ordinal);
    readonly SortedDictionary<string, long> _trouble = new(StringComparer.Ordinal);
    readonly HashSet<string> _shards = new(StringComparer.Ordinal);
    long _events;

    public void Add(TailedEvent tailed)
    {
        var seen = tailed.Seen;
        _events++;
        _ = _shards.Add(tailed.Record.Split(':')[0]);
        foreach (var interaction in seen.Interactions)
        {
            Count(_interactions, interaction.EventType);
        }

        if (seen.Rule != ClickedItemRule.None)
        {
            Count(_clicks, Codes<ClickedItemRule>.Of(seen.Rule));
        }

        if (seen.Reason.Length > 0)
        {
            Count(seen.Fate == EventFate.Skipped ? _skipped : _deadLetters, seen.Reason);
        }

        foreach (var diagnosis in seen.Diagnoses)
        {
            Count(_trouble, Codes<DiagnosisKind>.Of(diagnosis.Kind));
        }
    }

    public void WriteTo(TextWriter output)
    {
        output.WriteLine();
        output.WriteLine($"events         {_events} of {_shards.Count} shards");
        Write(output, "interactions", _interactions);
        Write(output, "clicks by", _clicks);
        Write(output, "skipped", _skipped);
        Write(output, "dead letters", _deadLetters);
        Write(output, "to fix", _trouble);
    }

    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartObject("summary"u8);
        json.WriteNumber("events"u8, _events);
        json.WriteNumber("shards"u8, _shards.Count);
        ToolConsole.WriteCounts(json, "interactions", _interactions);
        ToolConsole.WriteCounts(json, "clicks", _clicks);
        ToolConsole.WriteCounts(json, "skipped", _skipped);
        ToolConsole.WriteCounts(json, "deadLetters", _deadLetters);
        ToolConsole.WriteCounts(json, "diagnoses", _trouble);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    static void Write(TextWriter output, string name, SortedDictionary<string, long> counts)
    {
        if (counts.Count > 0)
        {
            var texts = counts.Select(count => $"{count.Key} {count.Value}");
            output.WriteLine($"{name, -14} {string.Join(", ", texts)}");
        }
    }

    static void Count(SortedDictionary<string, long> counts, string name) =>
        counts[name] = counts.GetValueOrDefault(name) + 1;
}
