using System.Runtime.CompilerServices;
using System.Text;

namespace Impressions;

/// <summary>
/// A whole invocation on an invented event, with default settings and nothing at its edges. Most of what a first
/// invocation takes goes into code that never ran before: this runs it while the process waits for its connection.
/// </summary>
static class Rehearsal
{
    /// <summary>A click on a product of a list, as short as the mapping takes it.</summary>
    static readonly (EnrichedColumn Column, string Value)[] Click =
    [
        (EnrichedColumn.CollectorTimestamp, "2026-01-01 00:00:00.000"),
        (EnrichedColumn.EventId, "00000000-0000-4000-8000-000000000000"),
        (EnrichedColumn.DomainUserId, "rehearsal"),
        (
            EnrichedColumn.Contexts,
            """{"data":[{"schema":"iglu:com.snowplowanalytics.snowplow.ecommerce/product/jsonschema/1-0-0","data":{"id":"1"}}]}"""
        ),
        (
            EnrichedColumn.UnstructEvent,
            """{"data":{"schema":"iglu:com.snowplowanalytics.snowplow.ecommerce/snowplow_ecommerce_action/jsonschema/1-0-2","data":{"type":"list_click"}}}"""
        ),
        (EnrichedColumn.DomainSessionId, "rehearsal"),
        (EnrichedColumn.DerivedTimestamp, "2026-01-01 00:00:00.000"),
        (EnrichedColumn.EventVendor, "com.snowplowanalytics.snowplow.ecommerce"),
        (EnrichedColumn.EventName, "snowplow_ecommerce_action"),
        (EnrichedColumn.EventVersion, "1-0-2"),
    ];

    /// <returns>Interactions that would have been sent.</returns>
    [AsyncMethodBuilder(typeof(TaskBuilder<>))]
    public static async Task<int> RunAsync()
    {
        if (
            !ImpressionsOptions.TryRead(
                name => name == Settings.TrackingId.Name ? nameof(Rehearsal) : null,
                out var options,
                out var problems
            )
        )
        {
            throw new InvalidOperationException(
                "A default is no valid setting: " + string.Join("; ", problems)
            );
        }

        var interactions = 0;
        using var function = new FunctionSetup<ReadOnlyMemory<byte>>(
            options,
            batch => PutEventsJson.Write(batch, options.TrackingId),
            AcceptAsync,
            (_, _) => throw new InvalidOperationException("There is no metadata by default."),
            Stream.Null
        );
        var deadline = DateTimeOffset.UtcNow.AddMinutes(1);
        var invocation = new Invocation(nameof(Rehearsal), deadline, FunctionArn: "", Payload());
        _ = await function.Handler.HandleAsync(invocation, CancellationToken.None).ConfigureAwait(false);
        return interactions;

        [AsyncMethodBuilder(typeof(TaskBuilder<>))]
        async Task<PutEventsAnswer> AcceptAsync(ReadOnlyMemory<byte> call, CancellationToken cancellation)
        {
            await Task.Yield(); // as a real call, which does not end at once
            interactions += call.Span.Count("\"eventId\":"u8);
            return new PutEventsAnswer(PutEventsOutcome.Accepted, "", Attempts: 1, Throttles: 0);
        }
    }

    static byte[] Payload()
    {
        var line = new string[EnrichedEvent.ColumnCount];
        foreach (var (column, value) in Click)
        {
            line[(int)column] = value;
        }

        var data = Convert.ToBase64String(Encoding.UTF8.GetBytes(string.Join('\t', line)));
        return Encoding.UTF8.GetBytes(
            $$$"""{"Records":[{"eventID":"shardId-000000000000:1","kinesis":{"sequenceNumber":"1","data":"{{{data}}}"}}]}"""
        );
    }
}
