using System.Globalization;
using System.Text;
using System.Text.Json;
using Impressions.Core.DeadLetters;
using Impressions.Emulation.Lambda;

namespace Impressions.Cli.Input;

/// <summary>
/// JSON that holds records: Kinesis events as Lambda delivers them, what <c>aws kinesis get-records</c> prints, objects of
/// Lambda's on-failure destination, dead letters of the function. One value or several, one after the other or in an array.
/// </summary>
static class JsonInput
{
    /// <exception cref="UsageException">It is something else; says what, and what to do.</exception>
    public static IEnumerable<InputPart> Read(ReadOnlyMemory<byte> content, string path, RecordPlaces places)
    {
        var deadLetters = new List<InputRecord>();
        foreach (var value in Values(content, path))
        {
            if (BadRowReader.TryRead(Bytes(value), out var row))
            {
                deadLetters.Add(places.Of(InputRecord.Of(row)));
                continue;
            }

            InputPart part;
            try
            {
                part = RecordsOf(value, path, content.Length, places);
            }
            catch (InvalidOperationException exception) // half a surrogate pair, found when text is taken out
            {
                throw new UsageException($"{path} is JSON with text in it that is not Unicode.", exception);
            }

            yield return part;
        }

        yield return new(deadLetters, content.Length, InvocationBounds.Free);
    }

    static InputPart RecordsOf(JsonElement value, string path, long bytesRead, RecordPlaces places)
    {
        if (LambdaFailure.TryRead(value, out var failure))
        {
            return failure.Records.Count > 0
                ? new(
                    [.. failure.Records.Select(record => places.Of(record))],
                    bytesRead,
                    InvocationBounds.Whole
                )
                : throw new UsageException($"{path}: {failure.WithoutPayload}");
        }

        if (!TryMember(value, "Records", JsonValueKind.Array, out var items))
        {
            throw new UsageException($"{path} {Foreign(value)}");
        }

        if (items.EnumerateArray().All(item => TryMember(item, "kinesis", JsonValueKind.Object, out _)))
        {
            var records = items.EnumerateArray().Select(item => places.Of(OfLambda(item, path)));
            return new([.. records], bytesRead, InvocationBounds.Whole);
        }

        return items.EnumerateArray().All(item => TryMember(item, "Data", JsonValueKind.String, out _))
            ? new(
                [.. items.EnumerateArray().Select(item => places.Of(OfStream(item, path)))],
                bytesRead,
                InvocationBounds.Free
            )
            : throw new UsageException($"{path} {Foreign(value)}");
    }

    /// <summary>An item of an invocation's <c>Records</c>.</summary>
    public static InputRecord OfLambda(JsonElement item, string path)
    {
        if (
            !TryMember(item.GetProperty("kinesis"), "sequenceNumber", JsonValueKind.String, out var sequence)
            || sequence.GetString() is not { Length: > 0 } sequenceNumber
        )
        {
            throw new UsageException($"{path} is not a Kinesis event: a record has no sequenceNumber.");
        }

        var eventId = TryMember(item, "eventID", JsonValueKind.String, out var name)
            ? name.GetString()!
            : sequenceNumber;
        return new(eventId, sequenceNumber, default, Bytes(item), isJson: true);
    }

    /// <summary>A record as Kinesis itself returns it.</summary>
    static InputRecord OfStream(JsonElement item, string path)
    {
        if (
            !TryMember(item, "SequenceNumber", JsonValueKind.String, out var sequence)
            || !item.GetProperty("Data").TryGetBytesFromBase64(out var data)
        )
        {
            throw new UsageException(
                $"{path} is not the output of aws kinesis get-records: a record has no SequenceNumber, or its Data is not base64."
            );
        }

        var sequenceNumber = sequence.GetString()!;
        var arrivedAt = item.TryGetProperty("ApproximateArrivalTimestamp", out var time) ? Time(time) : null;
        return new(
            $"shardId-{Payload.DefaultShard}:{sequenceNumber}",
            sequenceNumber,
            arrivedAt ?? DateTimeOffset.UtcNow,
            data
        );
    }

    /// <summary>Seconds, or the text that the AWS CLI prints.</summary>
    static DateTimeOffset? Time(JsonElement time)
    {
        const decimal EndOfTime = 253_402_300_800; // when the year 10000 begins
        if (
            time.ValueKind == JsonValueKind.Number
            && time.TryGetDecimal(out var seconds)
            && seconds is >= 0 and < EndOfTime
        )
        {
            return DateTimeOffset.FromUnixTimeMilliseconds((long)(seconds * 1_000));
        }

        return
            time.ValueKind == JsonValueKind.String
            && DateTimeOffset.TryParse(
                time.GetString(),
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out var parsed
            )
            ? parsed
            : null;
    }

    static List<JsonElement> Values(ReadOnlyMemory<byte> content, string path)
    {
        var values = new List<JsonElement>();
        try
        {
            var options = new JsonReaderOptions { AllowMultipleValues = true };
            var reader = new Utf8JsonReader(content.Span, options);
            while (reader.Read())
            {
                var value = JsonElement.ParseValue(ref reader);
                if (value.ValueKind == JsonValueKind.Array)
                {
                    values.AddRange(value.EnumerateArray());
                }
                else
                {
                    values.Add(value);
                }
            }
        }
        catch (JsonException exception)
        {
            throw new UsageException(
                $"{path} is not JSON to its end: line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}.",
                exception
            );
        }

        return values;
    }

    /// <summary>What other JSON is that people have.</summary>
    static string Foreign(JsonElement value) =>
        value switch
        {
            _ when Has(value, "rawEvent") || Has(value, "collector_tstamp") =>
                "is events as JSON, from Snowplow Micro or an analytics SDK: use the enriched TSV instead; Micro prints it with "
                    + "--output-tsv.",
            _ when Has(value, "schema") && Has(value, "data") =>
                "is a Snowplow bad row or other self-describing JSON, not a dead letter of Impressions. "
                    + InputKinds.Expected,
            _ =>
                "is JSON, but not a Kinesis event: expected {\"Records\":[{\"kinesis\":{\"sequenceNumber\":…,\"data\":…}}]}, the "
                    + "output of aws kinesis get-records, an object of Lambda's on-failure destination, or dead letters.",
        };

    static bool Has(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out _);

    public static bool TryMember(JsonElement value, string name, JsonValueKind kind, out JsonElement member)
    {
        member = default;
        return value.ValueKind == JsonValueKind.Object
            && value.TryGetProperty(name, out member)
            && member.ValueKind == kind;
    }

    static byte[] Bytes(JsonElement value) => Encoding.UTF8.GetBytes(value.GetRawText());
}
