using System.Text;
using System.Text.Json;
using Impressions.Core.Batching;
using Impressions.Core.DeadLetters;
using Impressions.Core.Delivery;
using Impressions.Core.Kinesis;
using Impressions.Core.Snowplow;
using Impressions.Core.Tests.Support;

namespace Impressions.Core.Tests.DeadLetters;

/// <summary>What an invocation's dead letters become, and that the bytes can be had back.</summary>
public sealed class DeadLetterRowsTests
{
    static readonly DateTimeOffset FailedAt = new(2026, 11, 22, 4, 5, 6, 789, TimeSpan.Zero);
    static readonly string View = Some.Action("product_view", Some.Product("sku-1"));

    [Fact]
    public void Write_BadLine_IsTheExactRow()
    {
        var lines = Lines(Some.Payload(View, "a\t\"b\"<ü>"));

        Assert.Equal(
            """
            {"schema":"iglu:com.snowplowanalytics.snowplow.badrows/event_forwarding_error/jsonschema/1-0-0","data":{
            "processor":{"artifact":"impressions","version":"VERSION"},
            "failure":{"timestamp":"2026-11-22T04:05:06.789Z","errorType":"transformation",
            "errorMessage":"wrong_column_count: the line has not 131 columns, so it is no enriched event or a damaged one; point the function at the stream of enriched events.",
            "errorCode":"wrong_column_count",
            "latestState":"{\"reason\":\"wrong_column_count\",\"shardId\":\"shardId-000000000000\",\"sequenceNumber\":\"101\",\"line\":0,
            \"arrivedAt\":\"2026-11-21T23:49:12.500Z\",\"requestId\":\"request-1\",\"holds\":\"event\",\"encoding\":\"text\"}"},
            "payload":"a\t\"b\"<ü>"}}
            """.ReplaceLineEndings("").Replace(
                "VERSION",
                typeof(Pipeline).Assembly.GetName().Version!.ToString(3),
                StringComparison.Ordinal
            ),
            Assert.Single(lines)
        );
    }

    public static TheoryData<byte[]> Datas =>
        new(
            (byte[][])
                [
                    "no event"u8.ToArray(),
                    [],
                    " \t\r"u8.ToArray(),
                    "tab\tquote\"backslash\\slash/ü€😀\u2028\u0085\uFFFE"u8.ToArray(),
                    [0, (byte)'a', 0, 1, 2, 0x1B, 0x7F],
                    [0xFF, 0xFE, (byte)'a', 0xC3], // no UTF-8
                    [0xED, 0xA0, 0x80], // half a surrogate pair, in UTF-8's manner
                    [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0x4B, 4, 0],
                    [0x28, 0xB5, 0x2F, 0xFD, 0, 0xFF],
                    [0xF3, 0x89, 0x9A, 0xC2, 1, 2, 3],
                ]
        );

    [Theory]
    [MemberData(nameof(Datas))]
    public void Write_AnyData_IsRecoveredByteForByte(byte[] data)
    {
        var row = Assert.Single(Rows(Some.Payload(data)));

        Assert.Equal(data, row.Payload.ToArray());
    }

    [Fact]
    public void Write_RandomData_IsRecoveredByteForByte()
    {
        var random = new Random(1);
        var datas = new byte[400][];
        for (var i = 0; i < datas.Length; i++)
        {
            datas[i] = new byte[random.Next(40)];
            random.NextBytes(datas[i]);
            for (var at = 0; at < datas[i].Length; at++)
            {
                // half of them plain ASCII; a newline would make two lines
                var letter = i % 2 == 0 ? (byte)(datas[i][at] & 0x7F) : datas[i][at];
                datas[i][at] = letter == (byte)'\n' ? (byte)' ' : letter;
            }
        }

        var rows = Rows(Some.Payload(datas));
        var encodings = Lines(Some.Payload(datas))
            .Select(line => State(line).GetProperty("encoding").GetString());

        Assert.Equal(datas, rows.Select(row => row.Payload.ToArray()));
        Assert.InRange(encodings.Count(encoding => encoding == "base64"), 100, 200); // it really made both kinds
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"not base64!\"")]
    [InlineData("{\"a\":[1]}")]
    public void Write_DataThatIsNoBase64_KeepsTheRecordAsItStood(string data)
    {
        var record =
            $$"""{ "eventID":"shardId-000000000007:100", "kinesis":{"sequenceNumber":"100","data":{{data}},"other":"ü"} }""";
        var payload = Encoding.UTF8.GetBytes($$"""{"Records":[ {{record}} ]}""");

        var row = Assert.Single(Rows(payload));

        Assert.Equal(DeadLetterContent.LambdaRecord, row.Content);
        Assert.Equal(record, Encoding.UTF8.GetString(row.Payload.Span));
        Assert.Equal(
            ("corrupt_record", "shardId-000000000007", "100"),
            (row.Reason, row.ShardId, row.SequenceNumber)
        );
    }

    [Theory]
    [InlineData("shardId-7:100", "shardId-7")]
    [InlineData(":100", "")]
    [InlineData("100", "100")] // no name of Lambda's: as it stands
    [InlineData("shardId-7-100", "shardId-7-100")]
    [InlineData("shardId-7:101", "shardId-7:101")]
    public void Write_NameOfTheRecord_TellsTheShard(string name, string shardId)
    {
        var payload = Encoding.UTF8.GetBytes(
            $$$"""{"Records":[{"eventID":"{{{name}}}","kinesis":{"sequenceNumber":"100","data":"YQ=="}}]}"""
        );

        Assert.Equal(shardId, Assert.Single(Rows(payload)).ShardId);
    }

    [Fact]
    public void Write_UnreadableRecord_KeepsAllOfItsData()
    {
        var row = Assert.Single(Rows(Some.Payload([0x28, 0xB5, 0x2F, 0xFD, (byte)'\n', 1])));

        Assert.Equal(DeadLetterContent.Record, row.Content);
        Assert.Equal([0x28, 0xB5, 0x2F, 0xFD, (byte)'\n', 1], row.Payload.ToArray());
    }

    [Fact]
    public void Write_LinesOfSeveralRecords_KeepsTheBadOnesInStreamOrder()
    {
        var rows = Rows(Some.Payload($"{View}\nbad 1\n{View}\nbad 3\n", View, "bad 0"));

        Assert.Equal(
            [("100", 1, "bad 1"), ("100", 3, "bad 3"), ("102", 0, "bad 0")],
            rows.Select(row => (row.SequenceNumber, row.Line, Encoding.UTF8.GetString(row.Payload.Span)))
        );
    }

    [Fact]
    public void Write_Refused_HoldsTheCallAndTheErrorCode()
    {
        var payload = Some.Payload(View);
        var planned = new Pipeline(Some.Options()).Plan(payload);
        var batch = Assert.Single(Assert.Single(planned.Plan.Sessions));
        planned.Outcome.Add(new SentBatch(batch, Answers.Rejected, FailedAt, TimeSpan.Zero));

        var line = Encoding.UTF8.GetString(
            DeadLetterRows
                .Write(
                    planned.Outcome.DeadLetters,
                    new PayloadRecords { Payload = payload },
                    "request-1",
                    FailedAt,
                    new RecordDecoder(),
                    maxBytes: 32 << 20,
                    CancellationToken.None
                )
                .Rows.Span
        );

        using var json = JsonDocument.Parse(line);
        var failure = json.RootElement.GetProperty("data").GetProperty("failure");
        Assert.Equal("api", failure.GetProperty("errorType").GetString());
        Assert.Equal("InvalidInputException", failure.GetProperty("errorCode").GetString());
        Assert.StartsWith(
            "rejected: ",
            failure.GetProperty("errorMessage").GetString(),
            StringComparison.Ordinal
        );
        Assert.Equal(
            Encoding
                .UTF8.GetString(PutEventsJson.Write(batch, "t").Span)
                .Replace("\"trackingId\":\"t\",", "", StringComparison.Ordinal),
            State(line).GetProperty("interaction").GetRawText()
        );
        Assert.Equal(View, json.RootElement.GetProperty("data").GetProperty("payload").GetString());
    }

    /// <summary>Else its record would fail for ever. As base64 it grows by a third; as text by six times.</summary>
    [Fact]
    public void Write_FirstAloneIsMoreThanFits_IsWrittenAsBase64()
    {
        var payload = Some.Payload(new string('\u0001', 3 << 20), "bad 2");

        var (rows, written) = DeadLetterRows.Write(
            Plan(payload).Outcome.DeadLetters,
            new PayloadRecords { Payload = payload },
            "request-1",
            FailedAt,
            new RecordDecoder(),
            maxBytes: 1 << 20,
            CancellationToken.None
        );

        _ = Assert.Single(written);
        Assert.InRange(rows.Length, 4 << 20, 5 << 20);
        Assert.True(BadRowReader.TryRead(rows[..^1], out var row));
        Assert.Equal(3 << 20, row.Payload.Length);
    }

    /// <summary>376 bytes of gzip can be so many lines: the record is opened once for all of them.</summary>
    [Fact]
    public void Write_RecordOfManyBadLines_IsReadOnce()
    {
        var payload = Some.Payload(
            Containers.Gzip(
                Containers.Layout([.. Enumerable.Repeat(Array.Empty<byte>(), RecordLimits.MaxEvents)])
            )
        );
        var outcome = Plan(payload).Outcome;
        Assert.Equal(RecordLimits.MaxEvents, outcome.DeadLetters.Count);
        var started = System.Diagnostics.Stopwatch.GetTimestamp();

        var (rows, written) = DeadLetterRows.Write(
            outcome.DeadLetters,
            new PayloadRecords { Payload = payload },
            "request-1",
            FailedAt,
            new RecordDecoder(),
            maxBytes: 32 << 20,
            CancellationToken.None
        );

        Assert.Equal(RecordLimits.MaxEvents, written.Count);
        Assert.Equal(RecordLimits.MaxEvents, rows.Span.Count((byte)'\n'));
        Assert.InRange(System.Diagnostics.Stopwatch.GetElapsedTime(started).TotalSeconds, 0, 10);
    }

    [Fact]
    public void Write_MoreThanFits_WritesTheFirstOnes()
    {
        var payload = Some.Payload("bad 1", "bad 2", new string('\u0001', 25 << 20), "bad 4");
        var outcome = Plan(payload).Outcome;

        var (rows, written) = DeadLetterRows.Write(
            outcome.DeadLetters,
            new PayloadRecords { Payload = payload },
            "request-1",
            FailedAt,
            new RecordDecoder(),
            maxBytes: 32 << 20,
            CancellationToken.None
        );
        outcome.AddStored(written);

        Assert.Equal(2, rows.Span.Count((byte)'\n'));
        Assert.Equal("102", Encoding.UTF8.GetString(outcome.Records.LowestFailed()));
    }

    [Fact]
    public void Write_DeadlinePassed_Throws()
    {
        var payload = Some.Payload("bad 1");

        Assert.Throws<OperationCanceledException>(() =>
            DeadLetterRows.Write(
                Plan(payload).Outcome.DeadLetters,
                new PayloadRecords { Payload = payload },
                "request-1",
                FailedAt,
                new RecordDecoder(),
                maxBytes: 32 << 20,
                new CancellationToken(canceled: true)
            )
        );
    }

    [Fact]
    public void Explain_EveryReason_IsOneSentence() =>
        Assert.All(
            Codes<DeadLetterReason>.All.Skip(1), // the first is none
            code => Assert.Matches(@"^[^.]{40,200}\.\z", DeadLetterReasons.Explain(code))
        );

    static Planned Plan(byte[] payload) => new Pipeline(Some.Options()).Plan(payload);

    [Fact]
    public void Write_BadEventOfACompressedRecord_KeepsThatEventAlone()
    {
        var events = ((string[])[View, "bad 1", View.With((EnrichedColumn.EventId, "b"))])
            .Select(Encoding.UTF8.GetBytes)
            .ToArray();

        var rows = Rows(
            Some.Payload(
                Containers.Gzip(Containers.Layout(events)),
                Containers.Zstd(Containers.Layout(events))
            )
        );

        Assert.Equal([(0, 1), (1, 1)], rows.Select((row, record) => (record, row.Line)));
        Assert.All(rows, row => Assert.Equal("bad 1", Encoding.UTF8.GetString(row.Payload.Span)));
        Assert.All(rows, row => Assert.Equal(DeadLetterContent.Event, row.Content));
    }

    static string[] Lines(byte[] payload) =>
        Encoding
            .UTF8.GetString(
                DeadLetterRows
                    .Write(
                        Plan(payload).Outcome.DeadLetters,
                        new PayloadRecords { Payload = payload },
                        "request-1",
                        FailedAt,
                        new RecordDecoder(),
                        maxBytes: 32 << 20,
                        CancellationToken.None
                    )
                    .Rows.Span
            )
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);

    static IReadOnlyList<DeadLetterRow> Rows(byte[] payload) =>
        [
            .. Lines(payload)
                .Select(line =>
                {
                    Assert.True(BadRowReader.TryRead(Encoding.UTF8.GetBytes(line), out var row));
                    return row;
                }),
        ];

    static JsonElement State(string line)
    {
        using var row = JsonDocument.Parse(line);
        using var state = JsonDocument.Parse(
            row.RootElement.GetProperty("data").GetProperty("failure").GetProperty("latestState").GetString()!
        );
        return state.RootElement.Clone();
    }
}
