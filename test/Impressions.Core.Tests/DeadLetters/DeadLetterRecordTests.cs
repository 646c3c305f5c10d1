using System.Buffers;
using System.Text;
using System.Text.Json;
using Impressions.Core.Batching;
using Impressions.Core.DeadLetters;
using Impressions.Core.Delivery;
using Impressions.Core.Kinesis;
using Impressions.Core.Mapping;
using Impressions.Core.Snowplow;
using Impressions.Core.Tests.Support;

namespace Impressions.Core.Tests.DeadLetters;

/// <summary>A dead letter that is delivered again is the same event to Personalize.</summary>
public sealed class DeadLetterRecordTests
{
    [Fact]
    public void Write_LinesWithoutEventId_KeepTheIdsOfTheirPlaces()
    {
        var view = Some.Action("product_view", Some.Product("a")).With((EnrichedColumn.EventId, ""));
        var payload = Some.Payload($"{view}\n{view}\n{view}", view);
        var first = new Pipeline(Some.Options()).Plan(payload);
        RefuseAll(first);

        var (rows, _) = DeadLetterRows.Write(
            first.Outcome.DeadLetters,
            new PayloadRecords { Payload = payload },
            "request-1",
            DateTimeOffset.UnixEpoch,
            new RecordDecoder(),
            maxBytes: 32 << 20,
            CancellationToken.None
        );
        var second = new Pipeline(Some.Options()).Plan(Payload(Read(rows)));

        Assert.Equal(
            [
                "shardId-000000000000:100",
                "shardId-000000000000:100.1",
                "shardId-000000000000:100.2",
                "shardId-000000000000:101",
            ],
            Interactions(first).Select(interaction => interaction.EventId)
        );
        Assert.Equal(Interactions(first), Interactions(second));
    }

    [Fact]
    public void Write_PayloadWithoutShard_KeepsTheIdsOfTheirPlaces()
    {
        var view = Some.Action("product_view", Some.Product("a")).With((EnrichedColumn.EventId, ""));
        var payload = Encoding.UTF8.GetBytes(
            $$"""{"Records":[{"kinesis":{"sequenceNumber":"100","data":"{{Base64($"{view}\n{view}")}}"} }]}"""
        );
        var first = new Pipeline(Some.Options()).Plan(payload);
        RefuseAll(first);

        var (rows, _) = DeadLetterRows.Write(
            first.Outcome.DeadLetters,
            new PayloadRecords { Payload = payload },
            "request-1",
            DateTimeOffset.UnixEpoch,
            new RecordDecoder(),
            maxBytes: 32 << 20,
            CancellationToken.None
        );
        var second = new Pipeline(Some.Options()).Plan(Payload(Read(rows)));

        Assert.Equal(["100", "100.1"], Interactions(second).Select(interaction => interaction.EventId));
    }

    [Fact]
    public void Write_WithoutTimestamps_KeepsTheArrivalTime()
    {
        var view = Some.Line((EnrichedColumn.DerivedTimestamp, ""), (EnrichedColumn.CollectorTimestamp, ""));
        var payload = Some.Payload(view);
        var first = new Pipeline(Some.Options()).Plan(payload);
        RefuseAll(first);

        var (rows, _) = DeadLetterRows.Write(
            first.Outcome.DeadLetters,
            new PayloadRecords { Payload = payload },
            "request-1",
            DateTimeOffset.UnixEpoch,
            new RecordDecoder(),
            maxBytes: 32 << 20,
            CancellationToken.None
        );

        Assert.Equal(
            1_795_304_952_500,
            Assert
                .Single(Interactions(new Pipeline(Some.Options()).Plan(Payload(Read(rows)))))
                .SentAtMilliseconds
        );
    }

    [Fact]
    public void Write_LambdaRecord_IsTheRecordAsItStood()
    {
        const string Record = """{"kinesis":{"sequenceNumber":"7","data":null},"eventID":"s:7"}""";
        var row = Some.DeadLetter() with
        {
            Content = DeadLetterContent.LambdaRecord,
            Payload = Encoding.UTF8.GetBytes(Record),
        };

        Assert.Equal($$"""{"Records":[{{Record}}]}""", Encoding.UTF8.GetString(Payload([row])));
    }

    static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    static void RefuseAll(Planned planned)
    {
        foreach (
            var (interaction, position) in planned
                .Plan.Sessions.SelectMany(session => session)
                .SelectMany(batch => batch.Entries)
        )
        {
            var alone = new Batch(interaction.UserId, interaction.SessionId);
            alone.Add(interaction, position);
            planned.Outcome.Add(
                new SentBatch(alone, Answers.Rejected, DateTimeOffset.UnixEpoch, TimeSpan.Zero)
            );
        }
    }

    static IEnumerable<Interaction> Interactions(Planned planned) =>
        planned
            .Plan.Sessions.SelectMany(session => session)
            .SelectMany(batch => batch.Entries)
            .Select(entry => entry.Interaction);

    static IEnumerable<DeadLetterRow> Read(ReadOnlyMemory<byte> rows) =>
        Encoding
            .UTF8.GetString(rows.Span)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line =>
            {
                Assert.True(BadRowReader.TryRead(Encoding.UTF8.GetBytes(line), out var row));
                return row;
            });

    static byte[] Payload(IEnumerable<DeadLetterRow> rows)
    {
        var payload = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(payload);
        json.WriteStartObject();
        json.WriteStartArray("Records"u8);
        foreach (var row in rows)
        {
            DeadLetterRecord.Write(json, row);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return payload.WrittenSpan.ToArray();
    }
}
