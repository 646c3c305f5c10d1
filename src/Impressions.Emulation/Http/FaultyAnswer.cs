using Microsoft.AspNetCore.Http;

namespace Impressions.Emulation.Http;

/// <summary>Answers a request of a local service, or goes wrong with it as the fault plan orders.</summary>
static class FaultyAnswer
{
    /// <param name="admit">Looks at the request, perhaps takes it, and returns the answer.</param>
    /// <param name="answered">Called before a whole answer is written, so that it is logged once the caller has it.</param>
    public static async Task WriteAsync(
        HttpContext context,
        Fault? fault,
        TimeSpan latency,
        TimeProvider time,
        Func<EndpointAnswer> admit,
        Action<EndpointAnswer, DateTimeOffset>? answered = null
    )
    {
        try
        {
            await WriteFaultyAsync(context, fault, latency, time, admit, answered).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller gave up waiting; a log shows a request without an answer.
        }
    }

    static async Task WriteFaultyAsync(
        HttpContext context,
        Fault? fault,
        TimeSpan latency,
        TimeProvider time,
        Func<EndpointAnswer> admit,
        Action<EndpointAnswer, DateTimeOffset>? answered
    )
    {
        if (fault?.Kind == FaultKind.Hang)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted).ConfigureAwait(false);
        }

        if (fault?.Kind == FaultKind.Reset)
        {
            context.Abort();
            return;
        }

        var answer = fault?.Answer ?? admit();
        await Task.Delay(latency + (fault?.Delay ?? TimeSpan.Zero), time, context.RequestAborted)
            .ConfigureAwait(false);
        switch (fault?.Kind)
        {
            case FaultKind.LostAnswer:
                context.Abort();
                break;
            case FaultKind.HalfAnswer:
                await answer.WriteHalfAsync(context, time.GetUtcNow()).ConfigureAwait(false);
                break;
            default:
                var now = time.GetUtcNow();
                answered?.Invoke(answer, now);
                await answer.WriteAsync(context, now).ConfigureAwait(false);
                break;
        }
    }
}
