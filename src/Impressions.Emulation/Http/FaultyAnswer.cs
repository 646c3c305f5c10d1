using Microsoft.AspNetCore.Http;

namespace Impressions;

/// <summary>Answers a request of a local service, or goes wrong with it as the fault plan orders.</summary>
static class FaultyAnswer
{
    /// <param name="admit">Looks at the request, perhaps takes it, and says what to answer.</param>
    /// <param name="answered">Told before a whole answer is written, so that whoever has it finds it in the books.</param>
    public static async Task WriteAsync(
        HttpContext context,
        Fault? fault,
        TimeSpan latency,
        TimeProvider time,
        Func<EndpointAnswer> admit,
        Action<EndpointAnswer, DateTimeOffset> answered
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
                answered(answer, now);
                await answer.WriteAsync(context, now).ConfigureAwait(false);
                break;
        }
    }
}
