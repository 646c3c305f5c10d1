using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Impressions.Core.Tests.Reference;

/// <summary>One record of a payload.</summary>
/// <param name="Data">Null when it is missing or not base64.</param>
sealed record ReferenceRecord(string SequenceNumber, string Place, long ArrivalMilliseconds, byte[]? Data)
{
    /// <summary>Null when the payload is no Kinesis event.</summary>
    public static IReadOnlyList<ReferenceRecord>? ReadAll(byte[] payload)
    {
        var root = ReferenceJson.Parse(payload);
        var lists = root.Members("Records").ToList();
        if (lists is not [{ ValueKind: JsonValueKind.Array } array])
        {
            return null; // of two lists neither is the whole
        }

        var records = array.EnumerateArray().Select(record => Read(record)).ToList();
        return records.Contains(item: null) ? null : [.. records.OfType<ReferenceRecord>()];
    }

    static ReferenceRecord? Read(JsonElement? json)
    {
        // The last one counts, and none may be anything else.
        var kinesis = json.Member("kinesis");
        var sequenceNumber = kinesis.Member("sequenceNumber");
        var eventId = json.Member("eventID");
        var names = json.Members("eventID")
            .Concat(json.Members("kinesis").SelectMany(one => one.Members("sequenceNumber")));
        if (
            !names.All(IsName)
            || json.Members("kinesis").Any(one => one is not { ValueKind: JsonValueKind.Object })
            || string.IsNullOrEmpty(sequenceNumber.Text()) // it could not be asked for again
        )
        {
            return null;
        }

        return new ReferenceRecord(
            sequenceNumber.Text()!,
            string.IsNullOrEmpty(eventId.Text()) ? sequenceNumber.Text()! : eventId.Text()!,
            Milliseconds(kinesis.Member("approximateArrivalTimestamp")),
            Base64(kinesis.Member("data").Text())
        );
    }

    /// <summary>A text without escapes: neither a sequence number nor a shard id has anything to escape.</summary>
    static bool IsName(JsonElement? json) =>
        json is { ValueKind: JsonValueKind.String } text
        && !JsonMarshal.GetRawUtf8Value(text).Contains((byte)'\\');

    /// <summary>Seconds, as a number or a text, or a smaller unit where that would be beyond the year 5138; or a timestamp.</summary>
    static long Milliseconds(JsonElement? json)
    {
        var raw = json is { } value ? Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(value)) : "";
        var text = raw.StartsWith('"') && raw.Length <= 40 ? raw[1..^1] : raw;
        const NumberStyles styles =
            NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent | NumberStyles.AllowLeadingSign;
        if (decimal.TryParse(text, styles, CultureInfo.InvariantCulture, out var number) && number > 0)
        {
            var units = new[] { 1m, 1_000m, 1_000_000m, 1_000_000_000m };
            var seconds = units.Select(unit => number / unit).FirstOrDefault(time => time < 100_000_000_000);
            return (long)(seconds * 1_000);
        }

        return
            raw != text
            && DateTimeOffset.TryParse(
                text,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out var time
            )
            ? Math.Max(0, time.ToUnixTimeMilliseconds())
            : 0;
    }

    /// <summary>Null for what is not written as base64 is: bits that fill up the last character are zero.</summary>
    static byte[]? Base64(string? text)
    {
        try
        {
            var data = Convert.FromBase64String(text ?? "?");
            var written = string.Concat(text!.Where(character => !char.IsWhiteSpace(character)));
            return Convert.ToBase64String(data) == written ? data : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
