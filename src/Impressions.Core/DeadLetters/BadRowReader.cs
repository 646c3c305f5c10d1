using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Impressions.Core.DeadLetters;

/// <summary>Reads rows that <see cref="BadRowWriter"/> wrote, from files in which anything else may stand too.</summary>
static class BadRowReader
{
    /// <summary>What shard ids and sequence numbers are made of; nothing of it needs an escape in JSON.</summary>
    static readonly SearchValues<char> PlaceLetters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.:/"
    );

    /// <param name="line">Without its newline.</param>
    /// <returns>False for what is no whole row of ours.</returns>
    public static bool TryRead(ReadOnlyMemory<byte> line, [NotNullWhen(true)] out DeadLetterRow? row)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            row =
                Text(json.RootElement, "schema") == BadRow.Schema
                    ? ReadData(Member(json.RootElement, "data"))
                    : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            row = null; // no JSON, or half a surrogate pair in it
        }

        return row is not null;
    }

    static DeadLetterRow? ReadData(JsonElement data)
    {
        var failure = Member(data, "failure");
        using var state = JsonDocument.Parse(Text(failure, "latestState") ?? "null");
        var place = state.RootElement;
        var payload = Payload(Member(data, "payload"), Text(place, "encoding"));
        if (
            !Codes<DeadLetterContent>.TryParse(Text(place, "holds"), out var content)
            || payload is null
            || Text(place, "reason") is not { Length: > 0 } reason
            || Text(place, "shardId") is not { } shardId
            || Text(place, "sequenceNumber") is not { Length: > 0 } sequenceNumber
            || shardId.AsSpan().ContainsAnyExcept(PlaceLetters)
            || sequenceNumber.AsSpan().ContainsAnyExcept(PlaceLetters)
            || !TryTime(Text(failure, "timestamp"), out var failedAt)
            || !TryTime(Text(place, "arrivedAt"), out var arrivedAt)
            || Member(place, "line") is not { ValueKind: JsonValueKind.Number } number
            || !number.TryGetInt32(out var line)
            || line < 0
        )
        {
            return null;
        }

        var refused = Member(place, "interaction");
        return new DeadLetterRow
        {
            Reason = reason,
            ErrorCode = Text(failure, "errorCode") ?? reason,
            FailedAt = failedAt,
            RequestId = Text(place, "requestId") ?? "",
            ShardId = shardId,
            SequenceNumber = sequenceNumber,
            Line = line,
            ArrivedAt = arrivedAt,
            Content = content,
            Payload = payload,
            Refused =
                refused.ValueKind == JsonValueKind.Object ? Encoding.UTF8.GetBytes(refused.GetRawText()) : [],
        };
    }

    static byte[]? Payload(JsonElement payload, string? encoding) =>
        (payload.ValueKind, encoding) switch
        {
            (JsonValueKind.String, BadRow.Text) => Encoding.UTF8.GetBytes(payload.GetString()!),
            (JsonValueKind.String, BadRow.Base64) => payload.TryGetBytesFromBase64(out var bytes)
                ? bytes
                : null,
            _ => null,
        };

    /// <summary>Undefined where there is none.</summary>
    static JsonElement Member(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var member)
            ? member
            : default;

    static string? Text(JsonElement parent, string name) =>
        Member(parent, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    static bool TryTime(string? text, out DateTimeOffset time) =>
        DateTimeOffset.TryParseExact(
            text,
            BadRow.TimeFormat,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out time
        );
}
