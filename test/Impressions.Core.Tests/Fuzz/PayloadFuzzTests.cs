using System.Text;
using System.Text.Json;
using Impressions.Core.Kinesis;
using Impressions.Core.Tests.Reference;

namespace Impressions.Core.Tests.Fuzz;

/// <summary>Payloads with a few bytes changed: read as the framework's own reader reads them, or refused where it refuses.</summary>
public sealed class PayloadFuzzTests
{
    const int Payloads = 200_000;

    static readonly string[] Seeds =
    [
        """
            {"Records":[{"kinesis":{"kinesisSchemaVersion":"1.0","partitionKey":"1","sequenceNumber":"495903382",
            "data":"SGVsbG8=","approximateArrivalTimestamp":1795304952.349},"eventSource":"aws:kinesis",
            "eventID":"shardId-000000000006:495903382","awsRegion":"us-east-1"}]}
            """,
        """{"x":[{"Records":1}],"Records":[{"kinesis":{"data":"YS9iPz8/YWJjZGVm","sequenceNumber":"7"},"e":-1.5e+3}],"y":null}""",
        """{"Records":[{"eventID":"s:7","kinesis":{"d\u0061ta":"Pz8\/fn5\u002b","sequenceNumber":"7","approximateArrivalTimestamp":1}},{"kinesis":{"sequenceNumber":"8"}}]}""",
        """{"Records":[{"kinesis":{"data":"YQ==","sequenceNumber":"1"},"x":1},{"kinesis":{"data":"YWI=","sequenceNumber":"2"},"x":1},{"kinesis":{"data":"YWJj","sequenceNumber":"3"},"x":1}]}""",
        """{"Records":[{"eventID":"a","kinesis":{"partitionKey":"p","sequenceNumber":"1","data":"YQ==","approximateArrivalTimestamp":1.5}},{"eventID":"b","kinesis":{"partitionKey":"q","sequenceNumber":"2","data":"YWI=","approximateArrivalTimestamp":2.25}}]}""",
        """{"Records":[{"kinesis":{"data":"YQ=="},"kinesis":{"sequenceNumber":"1"}},{"kinesis":{"data":"YWI="},"kinesis":{"sequenceNumber":"2"}}]}""",
        """{ "Records" : [ { "kinesis" : { "sequenceNumber" : "7", "data" : "YWJj", "approximateArrivalTimestamp" : 0.25 } } ] }""",
    ];

    /// <summary>What may be put in.</summary>
    static readonly string[] Parts =
    [
        .. "{}[]\",:\\ \n\t\r\0-+.0123456789eE=/_AZaztrufls".Select(letter => letter.ToString()),
        "\"\"",
        "\\u0061",
        "\\ud83d",
        "\\\"",
        "\\\\",
        "{}",
        "[]",
        "null",
        "true",
        "1e400",
        "é",
        "    ",
        "\"data\":",
        "\"sequenceNumber\":\"9\",",
        "\"approximateArrivalTimestamp\":",
        "\"kinesis\":{},",
        "\"kinesis\":{\"data\":",
        "\"eventID\":\"\",",
        new string('[', 60) + new string(']', 60),
        new string('[', 61) + new string(']', 61),
        new string('[', 62),
        new string(']', 62),
        new string(']', 61),
    ];

    [Fact]
    public void TryRead_ChangedPayloads_AreReadAsTheFrameworkReadsThem()
    {
        var random = new Random(20261127);
        var read = 0;
        for (var i = 0; i < Payloads; i++)
        {
            read += IsReadAsTheFrameworkReadsIt(Changed(random)) ? 1 : 0;
        }

        Assert.InRange(read, Payloads / 10, Payloads * 9 / 10); // both happen often
    }

    [Fact]
    public void TryRead_AnyRecordBehindAnyOther_IsReadAsTheFrameworkReadsIt()
    {
        string[] records = [.. Records(), .. Records().Select(record => record.Replace('1', '2'))];
        var read = 0;
        foreach (var first in records)
        {
            foreach (var second in records)
            {
                foreach (var third in records[..2])
                {
                    var payload = $$"""{"Records":[{{first}},{{second}}, {{third}}]}""";
                    read += IsReadAsTheFrameworkReadsIt(Encoding.UTF8.GetBytes(payload)) ? 1 : 0;
                }
            }
        }

        Assert.InRange(read, 2_000, (2 * records.Length * records.Length) - 500); // both happen often
    }

    /// <summary>Alike or nearly so, and not all of Lambda's.</summary>
    static IEnumerable<string> Records()
    {
        const string Usual =
            """{"kinesis":{"partitionKey":"p1","sequenceNumber":"1","data":"YWIx","approximateArrivalTimestamp":1.125},"eventID":"s:1","awsRegion":"r"}""";
        yield return Usual;
        yield return Usual.Replace("eventID", "eventId", StringComparison.Ordinal);
        yield return Usual.Replace("\"r\"", "\"s\"", StringComparison.Ordinal);
        yield return Usual.Replace("\"r\"}", "\"r\" }", StringComparison.Ordinal);
        yield return Usual.Replace("\"r\"}", "\"r\",\"kinesis\":{}}", StringComparison.Ordinal);
        yield return Usual.Replace("\"r\"}", "\"r\",\"eventID\":\"1\"}", StringComparison.Ordinal);
        yield return Usual.Replace(":", " : ", StringComparison.Ordinal);
        string[] values =
        [
            "null",
            "\"\"",
            "\"\\u0031\"",
            "\"YQ==\"",
            "\"YWI\\/\"",
            "10.5e1",
            "1 ",
            "01",
            "{}",
            "[1]",
            .. Enumerable.Range(59, 5).Select(levels => new string('[', levels) + new string(']', levels)),
        ];
        foreach (var value in values)
        {
            foreach (var usual in (string[])["\"p1\"", "\"1\"", "\"YWIx\"", "1.125", "\"s:1\""])
            {
                yield return Usual.Replace(usual, value, StringComparison.Ordinal);
            }
        }

        yield return """{"kinesis":{"data":"YWIx"},"kinesis":{"sequenceNumber":"1"}}""";
        yield return """{"kinesis":{"sequenceNumber":"1"},"kinesis":{"data":"YWIx"}}""";
        yield return """{"kinesis":{"sequenceNumber":"1","sequenceNumber":"11"}}""";
        yield return """{"kinesis":{"sequenceNumber":"1"}}""";
        yield return """{"eventID":"1","kinesis":{"sequenceNumber":"1"}}""";
    }

    /// <returns>False where both refuse it.</returns>
    static bool IsReadAsTheFrameworkReadsIt(byte[] payload)
    {
        var expected = Outcome(ReferencePayload.Read, payload);
        var actual = Outcome(Read, payload);
        Assert.True(
            expected is null ? actual is null : actual is not null && expected.SequenceEqual(actual),
            Encoding.Latin1.GetString(payload)
        );
        return expected is not null;
    }

    static byte[] Changed(Random random)
    {
        var text = Seeds[random.Next(Seeds.Length)];
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var at = random.Next(text.Length);
            var removed =
                random.Next(3) == 0 ? random.Next(1, Math.Min(12, text.Length - at + 1)) : random.Next(2);
            removed = Math.Min(removed, text.Length - at);
            var put = random.Next(4) == 0 ? "" : Parts[random.Next(Parts.Length)];
            text = string.Concat(text.AsSpan(0, at), put, text.AsSpan(at + removed));
            if (text.Length == 0)
            {
                break;
            }
        }

        var payload = Encoding.UTF8.GetBytes(text);
        if (payload.Length > 0 && random.Next(10) == 0)
        {
            payload[random.Next(payload.Length)] = (byte)random.Next(256);
        }

        return payload;
    }

    static List<ReadRecord>? Outcome(Func<byte[], List<ReadRecord>> read, byte[] payload)
    {
        try
        {
            return read(payload);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    static List<ReadRecord> Read(byte[] payload)
    {
        var buffer = new byte[KinesisPayloadReader.BufferLength(payload.Length)];
        var records = new KinesisPayloadReader(payload, buffer);
        var read = new List<ReadRecord>();
        while (records.TryRead(out var record))
        {
            read.Add(
                new ReadRecord(
                    Encoding.Latin1.GetString(record.SequenceNumber),
                    Encoding.Latin1.GetString(record.EventId),
                    record.ArrivalMilliseconds,
                    record.IsCorrupt ? null : Convert.ToBase64String(record.Data),
                    Encoding.Latin1.GetString(record.Json)
                )
            );
        }

        return read;
    }
}
