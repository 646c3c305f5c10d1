namespace Impressions.Emulation.Lambda;

/// <summary>How one invocation ended.</summary>
/// <param name="RequestId">The invocation's name in the function's log.</param>
/// <param name="Response">What the function answered; empty when <paramref name="Error"/> is set.</param>
/// <param name="Error">Null when the function answered.</param>
/// <param name="Duration">From hand-out to answer or deadline, as Lambda would bill it.</param>
sealed record InvocationAnswer(
    string RequestId,
    ReadOnlyMemory<byte> Response,
    FunctionError? Error,
    TimeSpan Duration
);
