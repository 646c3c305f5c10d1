namespace Impressions;

/// <summary>
/// Delivers dead letters to the function again, with the user's own environment: to the real Personalize, unless an
/// endpoint variable says otherwise. It gets no bucket, so that nothing is stored twice.
/// </summary>
sealed class Replay(string functionPath)
{
    readonly HashSet<(string, string, int, DeadLetterContent)> _places = [];
    readonly ReplayPayload _payload = new();
    readonly ReplayResult _result = new();

    /// <exception cref="FunctionUnavailableException">The function did not start or did not stay.</exception>
    public async Task<ReplayResult> RunAsync(
        IAsyncEnumerable<DeadLetterLine> lines,
        CancellationToken cancellation
    )
    {
        var lambda = await LocalLambda
            .StartAsync(
                new LocalLambdaOptions(functionPath)
                {
                    HasLocalPersonalize = false,
                    Settings = KeepingFailures(),
                },
                cancellation
            )
            .ConfigureAwait(false);
        await using var _ = lambda.ConfigureAwait(false);
        var log = new FunctionLog(lambda.Function.Output);
        await foreach (var line in lines.WithCancellation(cancellation).ConfigureAwait(false))
        {
            if (line.Row is not { } row || !ReplayPayload.IsRecord(row))
            {
                _result.Unreadable++;
            }
            else if (!_places.Add((row.ShardId, row.SequenceNumber, row.Line, row.Content)))
            {
                _result.Copies++;
            }
            else
            {
                if (!_payload.HasRoomFor(row))
                {
                    await InvokeAsync(lambda, log, cancellation).ConfigureAwait(false);
                }

                _payload.Add(row);
            }
        }

        await InvokeAsync(lambda, log, cancellation).ConfigureAwait(false);
        Sum(log);
        return _result;
    }

    async Task InvokeAsync(LocalLambda lambda, FunctionLog log, CancellationToken cancellation)
    {
        if (_payload.Count == 0)
        {
            return;
        }

        var count = _payload.Count;
        _result.Replayed += count;
        var answer = await lambda.InvokeAsync(_payload.Take(), cancellation).ConfigureAwait(false);
        if (answer.Error is { } error)
        {
            Add(_result.Failures, error.Type, count);
        }

        await log.ReadAsync(answer, cancellation).ConfigureAwait(false);
    }

    /// <summary>Every replayed record holds one event, or one that could not be taken apart; so records tell.</summary>
    void Sum(FunctionLog log)
    {
        _result.Accepted = Count(log, "records_sent");
        _result.Skipped = Count(log, "records_skipped");
        _result.Errors = log.Errors;
        foreach (var code in Codes<SkipReason>.All)
        {
            Add(_result.SkipReasons, code, Count(log, "skipped_" + code));
        }

        foreach (var code in Codes<DeadLetterReason>.All)
        {
            Add(_result.Failures, code, Count(log, "dead_letters_" + code));
        }

        Add(_result.Failures, ReplayResult.Unsent, _result.StillFailing - _result.Failures.Values.Sum());
        foreach (var (code, count) in log.Failures)
        {
            Add(_result.Answers, code, count);
        }
    }

    static int Count(FunctionLog log, string metric) => (int)log.Metrics.GetValueOrDefault(metric);

    static void Add(SortedDictionary<string, int> counts, string code, int count)
    {
        if (count > 0)
        {
            counts[code] = counts.GetValueOrDefault(code) + count;
        }
    }

    /// <summary>The user's environment, in which the function keeps what fails as a failure.</summary>
    static Dictionary<string, string> KeepingFailures()
    {
        var settings = FunctionEnvironment.OfUser();
        settings[Settings.DeadLetterBucket.Name] = "";
        settings[Settings.DeadLetters.Name] = Codes<DeadLetterPolicy>.Of(DeadLetterPolicy.Keep);
        return settings;
    }
}
