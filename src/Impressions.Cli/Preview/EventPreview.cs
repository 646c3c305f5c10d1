using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Impressions.Cli.Input;
using Impressions.Core;
using Impressions.Core.Delivery;
using Impressions.Core.Mapping;
using Impressions.Core.Snowplow;

namespace Impressions.Cli.Preview;

/// <summary>Writes what each event would become, as a line of JSON.</summary>
sealed class EventPreview(ImpressionsOptions options, Stream output)
{
    static readonly JsonWriterOptions JsonOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    readonly Pipeline _pipeline = new(options);
    readonly ArrayBufferWriter<byte> _buffer = new();
    readonly int[] _ends = new int[EnrichedEvent.ColumnCount];
    int _number;

    /// <summary>Events that can never be sent.</summary>
    public int DeadLetters { get; private set; }

    /// <param name="records">Of one invocation.</param>
    public void Write(IReadOnlyList<InputRecord> records) =>
        _pipeline.Map(new InvocationRecords(records), (in mapped, in _, _, line) => WriteLine(line, mapped));

    void WriteLine(ReadOnlySpan<byte> line, in Mapped mapped)
    {
        _buffer.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(_buffer, JsonOptions))
        {
            json.WriteStartObject();
            json.WriteNumber("line"u8, ++_number);
            if (EnrichedEvent.TryParse(line, _ends, out var enriched))
            {
                json.WriteString("event"u8, Encoding.UTF8.GetString(enriched[EnrichedColumn.EventName]));
            }

            WriteFate(json, mapped);
            json.WriteEndObject();
        }

        _buffer.Write("\n"u8);
        output.Write(_buffer.WrittenSpan);
    }

    void WriteFate(Utf8JsonWriter json, in Mapped mapped)
    {
        if (mapped.DeadLetter != DeadLetterReason.None)
        {
            DeadLetters++;
            json.WriteString("fate"u8, "dead_letter"u8);
            json.WriteString("reason"u8, Codes<DeadLetterReason>.Of(mapped.DeadLetter));
            return;
        }

        if (mapped.Skip != SkipReason.None)
        {
            json.WriteString("fate"u8, "skipped"u8);
            json.WriteString("reason"u8, Codes<SkipReason>.Of(mapped.Skip));
            return;
        }

        json.WriteString("fate"u8, "mapped"u8);
        if (mapped.Rule != ClickedItemRule.None)
        {
            json.WriteString("clickedItemBy"u8, Codes<ClickedItemRule>.Of(mapped.Rule));
        }

        var first = mapped.Interactions[0];
        if (first.UserId is not null)
        {
            json.WriteString("userId"u8, first.UserId);
        }

        json.WriteString("sessionId"u8, first.SessionId);
        json.WriteStartArray("interactions"u8);
        foreach (var interaction in mapped.Interactions)
        {
            InteractionJson.Write(json, interaction);
        }

        json.WriteEndArray();
    }
}
