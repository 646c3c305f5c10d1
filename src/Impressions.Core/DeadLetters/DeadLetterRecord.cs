using System.Globalization;
using System.Text.Json;
using Impressions.Core.Kinesis;
using Impressions.Core.Mapping;

namespace Impressions.Core.DeadLetters;

/// <summary>Turns a kept dead letter back into a record of an invocation.</summary>
static class DeadLetterRecord
{
    /// <summary>
    /// One item of <c>Records</c>. It comes alone now but carries the name of its old place, so that an id derived
    /// from there is the id of the first delivery.
    /// </summary>
    public static void Write(Utf8JsonWriter json, DeadLetterRow row)
    {
        if (row.Content == DeadLetterContent.LambdaRecord)
        {
            json.WriteRawValue(row.Payload.Span);
            return;
        }

        KinesisRecordJson.Write(json, NameOf(row), row.SequenceNumber, row.ArrivedAt, row.Payload.Span);
    }

    /// <summary>See <see cref="EventIds"/>: the id of a later line of a record is the record's name and the line.</summary>
    static string NameOf(DeadLetterRow row)
    {
        var record = row.ShardId.Length == 0 ? row.SequenceNumber : $"{row.ShardId}:{row.SequenceNumber}";
        return row.Content == DeadLetterContent.Event && row.Line > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{record}.{row.Line}")
            : record;
    }
}
