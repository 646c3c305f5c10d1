namespace Impressions;

/// <summary>
/// The whole of Impressions but the sending: records → events → selected → interactions → batches. Not for
/// concurrent use: Lambda gives an instance one invocation at a time, and its buffers serve them all.
/// </summary>
sealed class Pipeline
{
    readonly ImpressionsOptions _options;
    readonly RecordDecoder _decoder;
    readonly EventMapper _mapper;
    readonly SessionUsers? _users;
    readonly int[] _ends = new int[EnrichedEvent.ColumnCount];
    readonly PayloadRecords _payload = new();
    readonly Plan _plan;

    /// <param name="decoder">What opens the records; one of its own when there is none.</param>
    public Pipeline(ImpressionsOptions options, RecordDecoder? decoder = null)
    {
        _options = options;
        _decoder = decoder ?? new RecordDecoder();
        ShownItems =
            options.ImpressionStore == ImpressionStore.Off
                ? null
                : new ShownItems(isShared: options.ImpressionTable is not null);
        _mapper = new EventMapper(options, new RepeatedTexts(), ShownItems);
        _users = options.SessionIdentity == SessionIdentity.On ? new SessionUsers() : null;
        _plan = new Plan(options.DeadLetters, new SettledIds(), _users);
    }

    /// <summary>What recommendations showed, as far as it is known; null where nobody remembers it.</summary>
    public ShownItems? ShownItems { get; }

    /// <summary>Reads an invocation's payload into what is to be sent for it.</summary>
    /// <returns>Valid until the next one is planned.</returns>
    /// <exception cref="System.Text.Json.JsonException">The payload is no Kinesis event.</exception>
    public Plan Plan(ReadOnlyMemory<byte> payload)
    {
        _payload.Payload = payload;
        return Plan(_payload);
    }

    /// <summary>Reads an invocation's records into what is to be sent for them.</summary>
    /// <returns>Valid until the next one is planned.</returns>
    /// <exception cref="System.Text.Json.JsonException">It is no Kinesis event.</exception>
    public Plan Plan(IKinesisRecords records)
    {
        _plan.Begin();
        records.ForEach(
            (in record) =>
            {
                var position = _plan.Records.Open(record.SequenceNumber);
                AddEvents(record, position, _plan);
                _plan.Records.Settle(position, RecordFate.Skipped); // read to its end
            }
        );
        _plan.Complete();
        return _plan;
    }

    /// <summary>
    /// The recommendations of clicks that do not say what was on view, and of which it is not known: whoever knows may load
    /// it into <see cref="ShownItems"/> before the records are planned.
    /// </summary>
    /// <exception cref="System.Text.Json.JsonException">It is no Kinesis event.</exception>
    public IReadOnlyCollection<string> RecommendationsToRecall(IKinesisRecords records)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        records.ForEach(
            (in record) =>
            {
                if (_decoder.Open(record, out var events) != DeadLetterReason.None)
                {
                    return;
                }

                while (events.TryRead(out var line))
                {
                    if (
                        line.Length <= RecordLimits.MaxEventBytes
                        && EnrichedEvent.TryReadName(line, out var name)
                        && _options.EventSelection?.IsMatch(name) != false
                        && EnrichedEvent.TryParse(line, _ends, out var enriched)
                        && _mapper.RecommendationToRecall(enriched) is { } id
                    )
                    {
                        _ = found.Add(id);
                    }
                }
            }
        );
        return found;
    }

    /// <summary>What becomes of one event of a record.</summary>
    /// <param name="line">Without its newline.</param>
    /// <param name="record">The record that holds it.</param>
    /// <param name="linePosition">0-based, among all events of the record.</param>
    public Mapped Map(ReadOnlySpan<byte> line, in KinesisRecord record, int linePosition, Plan plan)
    {
        plan.Report.Events++;
        if (line.Length > RecordLimits.MaxEventBytes)
        {
            return DeadLetterReason.TooLarge;
        }

        if (!EnrichedEvent.TryReadName(line, out var name))
        {
            return DeadLetterReason.WrongColumnCount;
        }

        if (_users is not null)
        {
            _ = EnrichedEvent.TryParse(line, _ends, out var any); // it has all its columns
            _users.Learn(any);
        }

        if (_options.EventSelection?.IsMatch(name) == false)
        {
            return SkipReason.NotSelected;
        }

        plan.Report.Selected++;
        _ = EnrichedEvent.TryParse(line, _ends, out var enriched);
        var eventId = EventIds.Of(enriched, record, linePosition);
        if (!plan.EventIds.Add(eventId))
        {
            return SkipReason.Duplicate;
        }

        var mapped = _mapper.Map(enriched, eventId, record.ArrivalMilliseconds, plan.Report);
        if (mapped.Interactions.Count == 0)
        {
            _ = plan.EventIds.Remove(eventId);
        }
        else if (mapped.StepId is { } stepId && !plan.EventIds.Add(stepId))
        {
            return SkipReason.AlreadyWatched;
        }

        return mapped;
    }

    void AddEvents(in KinesisRecord record, int position, Plan plan)
    {
        plan.Report.Records++;
        if (_decoder.Open(record, out var events) is not DeadLetterReason.None and var reason)
        {
            plan.Report.Events++;
            plan.Add(reason, record, new EventPosition(position, Line: 0));
            return;
        }

        for (var linePosition = 0; events.TryRead(out var line); linePosition++)
        {
            var mapped = Map(line, record, linePosition, plan);
            plan.Add(mapped, record, new EventPosition(position, linePosition));
        }
    }
}
