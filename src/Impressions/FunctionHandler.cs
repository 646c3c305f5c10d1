using System.Text.Json;

namespace Impressions;

/// <summary>One invocation: plan, send, book what was answered, answer.</summary>
sealed class FunctionHandler(Pipeline pipeline, BatchSender sender, InvocationLog log, TimeProvider time)
{
    /// <summary>
    /// Kept free before the deadline for ending calls, logging and answering, which takes its time on a fraction of a
    /// CPU. Lambda takes back the whole batch of a function that answers too late.
    /// </summary>
    static readonly TimeSpan MaxAnswerMargin = TimeSpan.FromSeconds(2);

    /// <summary>Where little time is left, so much of it goes to answering (share).</summary>
    const double AnswerShare = 0.25;

    /// <exception cref="InvocationException">The payload is no Kinesis event.</exception>
    public async Task<ReadOnlyMemory<byte>> HandleAsync(Invocation invocation, CancellationToken shutdown)
    {
        var started = time.GetTimestamp();
        var plan = Plan(invocation.Payload.Span);

        using var deadline = new CancellationTokenSource(TimeForCalls(invocation.Deadline), time);
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

    TimeSpan TimeForCalls(DateTimeOffset deadline)
    {
        var left = deadline - time.GetUtcNow();
        var margin = left * AnswerShare;
        return left <= TimeSpan.Zero
            ? TimeSpan.Zero
            : left - (margin < MaxAnswerMargin ? margin : MaxAnswerMargin);
    }
}
