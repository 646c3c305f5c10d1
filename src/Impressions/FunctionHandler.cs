using System.Text.Json;

namespace Impressions;

/// <summary>One invocation: plan, send, book what was answered, answer.</summary>
sealed class FunctionHandler(Pipeline pipeline, BatchSender sender, InvocationLog log, TimeProvider time)
{
    /// <summary>
    /// Kept free before the deadline for ending calls, logging and answering (milliseconds). Lambda takes back the
    /// whole batch of a function that answers too late.
    /// </summary>
    const int AnswerMarginMilliseconds = 500;

    /// <exception cref="InvocationException">The payload is no Kinesis event.</exception>
    public async Task<ReadOnlyMemory<byte>> HandleAsync(Invocation invocation, CancellationToken shutdown)
    {
        var started = time.GetTimestamp();
        var plan = Plan(invocation.Payload.Span);

        using var deadline = new CancellationTokenSource(TimeUntilLastCall(invocation.Deadline), time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, shutdown);
        foreach (var sent in await sender.SendAsync(plan.Sessions, end.Token).ConfigureAwait(false))
        {
            plan.Add(sent);
        }

        log.Write(invocation, plan, time.GetElapsedTime(started));
        return PartialBatchResponse.Write(plan.Records.LowestFailed(invocation.Payload.Span));
    }

    Plan Plan(ReadOnlySpan<byte> payload)
    {
        try
        {
            return pipeline.Plan(payload);
        }
        catch (JsonException)
        {
            throw new InvocationException(
                "The payload is no Kinesis event: want {\"Records\":[{\"eventID\":…,\"kinesis\":{\"sequenceNumber\":…,\"data\":…}}]}. "
                    + "Is the function's trigger a Kinesis stream?"
            );
        }
    }

    TimeSpan TimeUntilLastCall(DateTimeOffset deadline)
    {
        var left = deadline - time.GetUtcNow() - TimeSpan.FromMilliseconds(AnswerMarginMilliseconds);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
