using Impressions.Core.Delivery;
using Impressions.Core.Kinesis;
using Impressions.Core.Mapping;
using Impressions.Core.Snowplow;

namespace Impressions.Core;

/// <summary>
/// The whole of Impressions but the sending: records → events → selected → interactions → batches. Not for concurrent use:
/// Lambda gives an instance one invocation at a time, and its buffers serve them all.
/// </summary>
sealed class Pipeline
{
    readonly ImpressionsOptions _options;
    readonly RecordDecoder _decoder;
    readonly WarmMemory _memory;
    readonly EventMapper _mapper;
    readonly InvocationPlanner _planner;
    readonly MappedEventReader _addToPlan;
    readonly PayloadRecords _payload = new();
    readonly int[] _ends = new int[EnrichedEvent.ColumnCount];

    /// <summary>Ids of the invocation's events that made interactions, and ids of interactions that events may share.</summary>
    readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    /// <param name="decoder">Opens the records; null for one that reads everything installed here.</param>
    public Pipeline(ImpressionsOptions options, RecordDecoder? decoder = null)
    {
        _options = options;
        _decoder = decoder ?? new RecordDecoder();
        _memory = new WarmMemory(options);
        _mapper = new EventMapper(options, new RepeatedTexts(), _memory);
        _planner = new InvocationPlanner(options.DeadLetters, _memory.Settled);
        _addToPlan = (in mapped, in origin, position, _) => _planner.Add(mapped, origin, position);
    }

    /// <summary>What recommendations showed; null when that is not remembered.</summary>
    public ShownItems? ShownItems => _memory.ShownItems;

    /// <summary>Clicks on recommendations; null when they are not remembered.</summary>
    public RecommendationClicks? Clicks => _memory.Clicks;

    /// <inheritdoc cref="SettledIds.ForgetDeadLetters"/>
    public void ForgetDeadLetters() => _memory.Settled.ForgetDeadLetters();

    /// <summary>Plans what is to be sent for the payload of an invocation.</summary>
    /// <inheritdoc cref="Plan(IKinesisRecords, InvocationSurvey, PlanningLimits)"/>
    public (InvocationPlan Plan, InvocationOutcome Outcome) Plan(ReadOnlyMemory<byte> payload)
    {
        _payload.Payload = payload;
        return Plan(_payload);
    }

    /// <inheritdoc cref="Plan(IKinesisRecords, InvocationSurvey, PlanningLimits)"/>
    public (InvocationPlan Plan, InvocationOutcome Outcome) Plan(IKinesisRecords records) =>
        Plan(records, Survey(records), PlanningLimits.None);

    /// <summary>Plans what is to be sent for the records of an invocation.</summary>
    /// <param name="survey">Of the same records.</param>
    /// <param name="limits">A record beyond them is not planned, and so a batch item failure.</param>
    /// <returns>
    /// The plan, and the outcome that gets the answers to its calls: valid until the next invocation is planned.
    /// </returns>
    /// <exception cref="System.Text.Json.JsonException">The payload is not a Kinesis event.</exception>
    public (InvocationPlan Plan, InvocationOutcome Outcome) Plan(
        IKinesisRecords records,
        InvocationSurvey survey,
        PlanningLimits limits
    )
    {
        _seen.Clear();
        _planner.Begin();
        records.ForEach(
            (in record) =>
            {
                var position = _planner.BeginRecord(record);
                if (
                    !limits.Deadline.IsCancellationRequested
                    && _planner.HeldBytes < limits.MaxHeldBytes
                    && TryMapRecord(record, position, survey, limits, _addToPlan)
                )
                {
                    _planner.EndRecord(position);
                }
            }
        );
        _decoder.Release();
        var (plan, outcome) = _planner.Build();
        if (_memory.Widgets is { } widgets)
        {
            outcome.Report.Widgets = widgets.Take();
        }

        return (plan, outcome);
    }

    /// <summary>Maps all events of an invocation, one after the other, for those who plan nothing.</summary>
    /// <param name="read">Gets each event.</param>
    /// <exception cref="System.Text.Json.JsonException">The payload is not a Kinesis event.</exception>
    public void Map(IKinesisRecords records, MappedEventReader read)
    {
        var survey = Survey(records);
        var position = 0;
        _seen.Clear();
        records.ForEach((in record) => TryMapRecord(record, position++, survey, PlanningLimits.None, read));
    }

    /// <summary>Maps an event by itself, as if it were the only one of its invocation.</summary>
    /// <param name="line">Without its newline.</param>
    public Mapped Map(ReadOnlySpan<byte> line, in EventOrigin origin)
    {
        _seen.Clear();
        return Map(line, origin, InvocationSurvey.Empty);
    }

    /// <summary>
    /// The first pass over an invocation, where the settings need one: its second pass maps each event with what this one
    /// finds.
    /// </summary>
    /// <exception cref="System.Text.Json.JsonException">The payload is not a Kinesis event.</exception>
    public InvocationSurvey Survey(IKinesisRecords records) => Survey(records, CancellationToken.None);

    /// <param name="deadline">Ends it where it is then.</param>
    /// <inheritdoc cref="Survey(IKinesisRecords)"/>
    public InvocationSurvey Survey(IKinesisRecords records, CancellationToken deadline)
    {
        if (_memory.Users is null && _options.ImpressionTable is null)
        {
            return InvocationSurvey.Empty;
        }

        var survey = new InvocationSurvey();
        records.ForEach(
            (in record) =>
            {
                if (
                    deadline.IsCancellationRequested
                    || _decoder.Open(record, out var events) != DeadLetterReason.None
                )
                {
                    return;
                }

                while (!deadline.IsCancellationRequested && events.TryRead(out var line))
                {
                    if (
                        line.Length <= RecordLimits.MaxEventBytes
                        && EnrichedEvent.TryParse(line, _ends, out var enriched)
                        && _mapper.ReasonToLeaveOut(enriched) == SkipReason.None
                    )
                    {
                        _mapper.Survey(enriched, IsSelected(enriched[EnrichedColumn.EventName]), survey);
                    }
                }
            }
        );
        survey.Complete();
        return survey;
    }

    /// <returns>False when the deadline came first, or the record does not fit behind the ones before it.</returns>
    bool TryMapRecord(
        in KinesisRecord record,
        int position,
        InvocationSurvey survey,
        in PlanningLimits limits,
        MappedEventReader read
    )
    {
        if (_decoder.Open(record, out var events) is not DeadLetterReason.None and var reason)
        {
            read(
                reason,
                new EventOrigin(record, line: 0),
                new EventPosition(position, Line: 0),
                line: default
            );
            return true;
        }

        var isFirst = _planner.HeldBytes == 0;
        for (var linePosition = 0; events.TryRead(out var line); linePosition++)
        {
            var isFull = _planner.HeldBytes >= limits.MaxHeldBytes;
            if (limits.Deadline.IsCancellationRequested || (isFull && !isFirst))
            {
                return false;
            }

            var origin = new EventOrigin(record, linePosition);
            var mapped =
                isFull ? (Mapped)DeadLetterReason.TooLarge
                : events.Reason != DeadLetterReason.None ? events.Reason
                : Map(line, origin, survey);
            read(mapped, origin, new EventPosition(position, linePosition), line);
        }

        return true;
    }

    Mapped Map(ReadOnlySpan<byte> line, in EventOrigin origin, InvocationSurvey survey)
    {
        if (line.Length > RecordLimits.MaxEventBytes)
        {
            return DeadLetterReason.TooLarge;
        }

        if (!EnrichedEvent.TryReadName(line, out var name))
        {
            return DeadLetterReason.WrongColumnCount;
        }

        var isSelected = IsSelected(name);
        if (!isSelected && _memory.Users is null)
        {
            return SkipReason.NotSelected;
        }

        _ = EnrichedEvent.TryParse(line, _ends, out var enriched); // it has all its columns
        var leftOut = _mapper.ReasonToLeaveOut(enriched);
        if (leftOut == SkipReason.None)
        {
            _mapper.LearnUser(enriched);
        }

        if (!isSelected)
        {
            return SkipReason.NotSelected;
        }

        return (leftOut == SkipReason.None ? MapOnce(enriched, origin, survey) : leftOut) with
        {
            IsSelected = true,
        };
    }

    /// <summary>Of events, and of interactions, with the same id the first one of the invocation counts.</summary>
    Mapped MapOnce(in EnrichedEvent enriched, in EventOrigin origin, InvocationSurvey survey)
    {
        var eventId = EventIds.Of(enriched, origin);
        if (!_seen.Add(eventId))
        {
            return SkipReason.Duplicate;
        }

        var mapped = _mapper.Map(enriched, eventId, origin.ArrivalMilliseconds, survey);
        if (mapped.Interactions.Count == 0)
        {
            _ = _seen.Remove(eventId); // the next one of the id may have what this one lacks
        }

        return mapped.RepeatedReason == SkipReason.None ? mapped : WithoutRepeated(mapped, origin);
    }

    /// <summary>
    /// Leaves out interactions whose ids an earlier event of the invocation has; one that was refused before does not count
    /// as such.
    /// </summary>
    Mapped WithoutRepeated(in Mapped mapped, in EventOrigin origin)
    {
        List<Interaction>? standIns = null; // hardly any event has some
        foreach (var interaction in mapped.Span)
        {
            if (!IsRefused(origin, interaction) && !_seen.Add(interaction.EventId))
            {
                (standIns ??= []).Add(interaction);
            }
        }

        return standIns is null
            ? mapped
            : mapped.With([.. mapped.Interactions.Except(standIns)], [.. standIns]);
    }

    bool IsRefused(in EventOrigin origin, Interaction interaction) =>
        _memory.Settled.Count > 0 && _memory.Settled.Contains(EventIds.OfRefusal(origin, interaction));

    bool IsSelected(ReadOnlySpan<byte> name) => _options.EventSelection?.IsMatch(name) != false;
}

/// <param name="mapped">What becomes of the event.</param>
/// <param name="position">Where it stands in the invocation.</param>
/// <param name="line">The event; empty where none can be read from the record.</param>
delegate void MappedEventReader(
    in Mapped mapped,
    in EventOrigin origin,
    EventPosition position,
    ReadOnlySpan<byte> line
);
