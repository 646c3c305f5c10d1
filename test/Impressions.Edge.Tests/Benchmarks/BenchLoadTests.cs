using System.Text;
using Impressions.Benchmarks.WholeFunction;
using Impressions.Cli;
using Impressions.Core;
using Impressions.Core.Snowplow;
using Impressions.Core.Tests.Support;

namespace Impressions.Edge.Tests.Benchmarks;

public sealed class BenchLoadTests
{
    static readonly BenchOptions Options = new(
        Programs: [],
        Batches: 1,
        BatchSize: 100,
        SelectedPercent: 30,
        Spawns: 1,
        TimeSpan.Zero,
        MemoryMegabytes: 512
    );

    [Fact]
    public void Next_ManyBatches_HoldWhatTheLoadSaysTheyHold()
    {
        var load = BenchLoad.Of(Samples.Files, Options);
        var pipeline = new Pipeline(Some.Options());
        var interactions = new HashSet<string>(StringComparer.Ordinal);
        var (selected, calls) = (0, 0);
        for (var batch = 0; batch < 20; batch++)
        {
            var planned = pipeline.Plan(load.Next(DateTimeOffset.UnixEpoch).Json);
            Assert.Equal(100, planned.Outcome.Report.Records);
            selected += planned.Outcome.Report.Mapped;
            calls += planned.Plan.Sessions.Sum(session => session.Count);
            foreach (
                var sent in planned
                    .Plan.Sessions.SelectMany(session => session)
                    .SelectMany(batch => batch.Entries)
            )
            {
                Assert.True(interactions.Add(sent.Interaction.EventId)); // nothing comes twice
            }
        }

        Assert.Equal(20 * 30, selected);
        Assert.Equal(load.Interactions, interactions.Count);
        Assert.InRange(calls, 20 * 18, 20 * 24); // two sessions for three events
    }

    [Fact]
    public void Next_InAnotherRun_IsTheSame()
    {
        var (one, other) = (BenchLoad.Of(Samples.Files, Options), BenchLoad.Of(Samples.Files, Options));
        for (var batch = 0; batch < 3; batch++)
        {
            Assert.Equal(
                one.Next(DateTimeOffset.UnixEpoch).Json.ToArray(),
                other.Next(DateTimeOffset.UnixEpoch).Json.ToArray()
            );
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 10)]
    [InlineData(100, 1_000)]
    public void Next_SelectedPercent_IsTheShareThatBecomesInteractions(int percent, int expected)
    {
        var load = BenchLoad.Of(Samples.Files, Options with { BatchSize = 1_000, SelectedPercent = percent });

        var planned = new Pipeline(Some.Options()).Plan(load.Next(DateTimeOffset.UnixEpoch).Json);

        Assert.Equal(expected, planned.Outcome.Report.Mapped);
    }

    [Fact]
    public void Write_Template_RewritesItsIdsAndNothingElse()
    {
        const string EventId = "61b23857-881e-4a35-a12e-2fbddeae3808";
        const string Session = "11111111-881e-4a35-a12e-2fbddeae3808";
        var line = Some.Line(
            (EnrichedColumn.EventId, EventId),
            (EnrichedColumn.DomainSessionId, Session),
            (EnrichedColumn.Contexts, Some.Contexts(Some.ClientSession("1", $"\"{Session}\"")))
        );

        var written = BenchTemplate.Of(Encoding.UTF8.GetBytes(line), interactions: 1)!.Write(255, 16);

        Assert.Equal(
            line.Replace(EventId, "000000ff-0000-4000-8000-00000000000e", StringComparison.Ordinal)
                .Replace(Session, "00000010-0000-4000-8000-00000000000a", StringComparison.Ordinal),
            Encoding.UTF8.GetString(written)
        );
    }
}
