using Impressions.Cli;
using Impressions.Cli.Input;
using Impressions.Core;
using Impressions.Core.Mapping;
using Impressions.Emulation.Lambda;
using Impressions.Emulation.Personalize;

namespace Impressions.Benchmarks.WholeFunction;

/// <summary>
/// Batches of captured browser events, as many as wanted, each event with ids of its own: the same ones on every machine
/// and in every run.
/// </summary>
sealed class BenchLoad
{
    /// <summary>Interactions of so many events go to so many sessions, about 20 calls for 30 events.</summary>
    const int EventsPerVisitors = 3;

    const int VisitorsPerEvents = 2;

    readonly IReadOnlyList<BenchTemplate> _selected;
    readonly IReadOnlyList<BenchTemplate> _others;
    readonly BenchOptions _options;
    int _events;
    int _selectedEvents;
    int _otherEvents;

    BenchLoad(
        IReadOnlyList<BenchTemplate> selected,
        IReadOnlyList<BenchTemplate> others,
        BenchOptions options
    ) => (_selected, _others, _options) = (selected, others, options);

    /// <summary>Interactions of all batches so far.</summary>
    public long Interactions { get; private set; }

    /// <summary>Of all lines so far, without newlines.</summary>
    public long LineBytes { get; private set; }

    /// <exception cref="UsageException">The events are not there.</exception>
    public static BenchLoad Of(IReadOnlyList<string> files, BenchOptions options)
    {
        var pipeline = new Pipeline(Defaults());
        var templates = new List<BenchTemplate>();
        foreach (var line in Lines(files))
        {
            var origin = new EventOrigin("shardId-000000000000:1"u8, line: 0, arrivalMilliseconds: 0);
            var interactions = pipeline.Map(line.Span, origin).Interactions.Count;
            if (BenchTemplate.Of(line.ToArray(), interactions) is { } template)
            {
                templates.Add(template);
            }
        }

        var selected = templates.Where(template => template.Interactions > 0).ToList();
        var others = templates.Where(template => template.Interactions == 0).ToList();
        return selected.Count == 0 || others.Count == 0
            ? throw new UsageException("The sample events are not there: build the tool again.")
            : new BenchLoad(selected, others, options);
    }

    static IEnumerable<ReadOnlyMemory<byte>> Lines(IReadOnlyList<string> files) =>
        files.SelectMany(file => InputReader.Lines(File.ReadAllBytes(file)));

    public Payload Next(DateTimeOffset arrivedAt)
    {
        var records = new List<ReadOnlyMemory<byte>>(_options.BatchSize);
        for (var i = 0; i < _options.BatchSize; i++)
        {
            records.Add(NextLine());
        }

        return Payload.Of(records, arrivedAt);
    }

    byte[] NextLine()
    {
        var isSelected = _events * (long)_options.SelectedPercent % 100 < _options.SelectedPercent;
        var number = _events++;
        BenchTemplate template;
        if (isSelected)
        {
            template = _selected[_selectedEvents % _selected.Count];
            Interactions += template.Interactions;
        }
        else
        {
            template = _others[_otherEvents % _others.Count];
        }

        var visitor = isSelected ? _selectedEvents++ * VisitorsPerEvents / EventsPerVisitors : _otherEvents++;
        LineBytes += template.Bytes;
        return template.Write(number, visitor);
    }

    /// <summary>The defaults, which the programs get too.</summary>
    static ImpressionsOptions Defaults()
    {
        var trackingId = new PersonalizeEndpointOptions().TrackingId;
        _ = ImpressionsOptions.TryRead(
            name => name == Settings.TrackingId.Name ? trackingId : null,
            out var options,
            out _
        );
        return options!;
    }
}
