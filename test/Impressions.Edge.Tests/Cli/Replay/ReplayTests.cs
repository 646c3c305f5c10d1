using System.Text;
using Impressions.Cli.Input;
using Impressions.Cli.Replay;
using Impressions.Core;
using Impressions.Core.Delivery;
using Impressions.Edge.Tests.Support;
using Impressions.Emulation.Lambda;

namespace Impressions.Edge.Tests.Cli.Replay;

public sealed class ReplayTests : IAsyncDisposable
{
    readonly PassingClock _clock = new(longest: TimeSpan.FromMinutes(5));
    readonly List<ReplayPlace> _places = [];
    readonly ScriptedDelivery _delivery = new();

    public ValueTask DisposeAsync() => _delivery.DisposeAsync();

    [Fact]
    public async Task RunAsync_Chunks_GoOutInOrderAndAreRememberedEach()
    {
        var result = await RunAsync([Chunk(0, 0, "a", "b"), Chunk(0, 2, "c"), Chunk(1, 0, "d")]);

        Assert.Equal(["a b", "c", "d"], _delivery.Delivered);
        Assert.Equal([new(0, 2, 2), new(0, 3, 3), new(1, 1, 4)], _places);
        Assert.Equal((4, null, false), (result.Settled, result.Stopped, result.HasFailure));
    }

    [Fact]
    public async Task RunAsync_PartOfAChunkNotTaken_ComesAgainFromThere()
    {
        _delivery.Answers.Enqueue((1, ""));
        _delivery.Answers.Enqueue((0, ""));

        var result = await RunAsync([Chunk(0, 0, "a", "b", "c")]);

        Assert.Equal(["a b c", "b c", "b c"], _delivery.Delivered);
        Assert.Equal(new(0, 1, 1), _places[0]);
        Assert.Equal((3, null), (result.Settled, result.Stopped));
    }

    [Fact]
    public async Task RunAsync_NothingTakenForLong_StopsAndSaysSo()
    {
        for (var i = 0; i < 6; i++)
        {
            _delivery.Answers.Enqueue((0, ""));
        }

        var started = _clock.GetUtcNow();
        var result = await RunAsync([Chunk(0, 0, "a"), Chunk(0, 1, "b")]);

        Assert.Equal(6, _delivery.Delivered.Count);
        Assert.Equal(("unavailable", 0, true), (result.Stopped, result.Settled, result.HasFailure));
        Assert.Equal(31, (_clock.GetUtcNow() - started).TotalSeconds); // 1, 2, 4, 8, 16
    }

    [Fact]
    public async Task RunAsync_Misconfigured_StopsAtOnce()
    {
        _delivery.Answers.Enqueue((0, CallAdvice.For(CallPurpose.Interactions, "AccessDeniedException")));

        var result = await RunAsync([Chunk(0, 0, "a"), Chunk(0, 1, "b")]);

        Assert.Single(_delivery.Delivered);
        Assert.Equal("misconfigured", result.Stopped);
        Assert.Contains("personalize:PutEvents", Assert.Single(result.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_Interrupted_EndsAfterTheChunkUnderWay()
    {
        using var interruption = new CancellationTokenSource();
        _delivery.OnDelivery = interruption.Cancel;

        var result = await RunAsync([Chunk(0, 0, "a"), Chunk(0, 1, "b")], interruption.Token);

        Assert.Equal(["a"], _delivery.Delivered);
        Assert.Equal([new(0, 1, 1)], _places);
        Assert.Equal("interrupted", result.Stopped);
    }

    [Fact]
    public async Task RunAsync_FunctionEnds_SaysHowFarItCame()
    {
        _delivery.OnDelivery = () =>
        {
            if (_delivery.Delivered.Count == 2)
            {
                throw new FunctionUnavailableException("The function exited with code 137");
            }
        };

        var result = await RunAsync([Chunk(0, 0, "a"), Chunk(0, 1, "b")]);

        Assert.Equal(("function ended", 1), (result.Stopped, result.Settled));
        Assert.Contains("137", Assert.Single(result.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_FunctionCannotStart_Fails()
    {
        _delivery.OnDelivery = () =>
            throw new FunctionUnavailableException("PERSONALIZE_TRACKING_ID: required");

        await Assert.ThrowsAsync<FunctionUnavailableException>(() => RunAsync([Chunk(0, 0, "a")]));
    }

    [Fact]
    public async Task RunAsync_DeadLetters_AreAppendedAsTheyCome()
    {
        _delivery.DeadLetters = "{\"a\":1}\n";
        using var file = new MemoryStream();
        var replay = new Replayer(_delivery, new EventRate(0, _clock), file, (_, _) => { }, _clock);

        var result = await replay.RunAsync(
            ((ReplayChunk[])[Chunk(0, 0, "a"), Chunk(0, 1, "b")]).ToAsyncEnumerable(),
            default,
            CancellationToken.None
        );

        Assert.Equal("{\"a\":1}\n{\"a\":1}\n", Encoding.UTF8.GetString(file.ToArray()));
        Assert.Equal(2, result.DeadLetters["wrong_column_count"]);
        Assert.True(result.HasFailure);
    }

    /// <summary>100 events, then 100 more: a second and no less between the starts.</summary>
    [Theory]
    [InlineData(100, 1.0)]
    [InlineData(50, 2.0)]
    [InlineData(0, 0.0)]
    public async Task WaitAsync_Rate_IsKeptBetweenChunks(int perSecond, double seconds)
    {
        var rate = new EventRate(perSecond, _clock);
        await rate.WaitAsync(100, CancellationToken.None);
        var first = _clock.GetUtcNow();

        await rate.WaitAsync(100, CancellationToken.None);

        Assert.Equal(seconds, (_clock.GetUtcNow() - first).TotalSeconds);
    }

    async Task<ReplayResult> RunAsync(
        IEnumerable<ReplayChunk> chunks,
        CancellationToken cancellation = default
    )
    {
        var replay = new Replayer(
            _delivery,
            new EventRate(0, _clock),
            deadLetters: null,
            (place, _) => _places.Add(place),
            _clock
        );
        return await replay.RunAsync(chunks.ToAsyncEnumerable(), default, cancellation);
    }

    static ReplayChunk Chunk(int file, long first, params string[] lines) =>
        new(file, first, InputRecords.OfLines(lines), 0);

    sealed class ScriptedDelivery : IChunkDelivery
    {
        public List<string> Delivered { get; } = [];

        /// <summary>How many are settled and the error; everything and none once there are no more.</summary>
        public Queue<(int Settled, string Error)> Answers { get; } = [];

        public string DeadLetters { get; set; } = "";

        public Action OnDelivery { get; set; } = () => { };

        public Task<ChunkOutcome> DeliverAsync(IReadOnlyList<InputRecord> records)
        {
            Delivered.Add(
                string.Join(' ', records.Select(record => Encoding.UTF8.GetString(record.Content.Span)))
            );
            OnDelivery();
            var (settled, error) = Answers.TryDequeue(out var answer) ? answer : (records.Count, "");
            var metrics = new Dictionary<string, double>
            {
                [MetricNames.BatchItemFailures] = settled < records.Count ? 1 : 0,
            };
            IReadOnlyList<StoredRow> rows =
                DeadLetters.Length == 0
                    ? []
                    : [new(Encoding.UTF8.GetBytes(DeadLetters), "wrong_column_count", "1")];
            return Task.FromResult(new ChunkOutcome(settled, metrics, rows, error.Length > 0 ? [error] : []));
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
