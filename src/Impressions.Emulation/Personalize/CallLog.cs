using Impressions.Emulation.Http;

namespace Impressions.Emulation.Personalize;

/// <summary>Every call of an endpoint's life, in order of arrival; safe from any thread.</summary>
sealed class CallLog
{
    readonly List<PutEventsCall> _calls = [];
    readonly Lock _lock = new();

    public IReadOnlyList<PutEventsCall> Snapshot()
    {
        lock (_lock)
        {
            return [.. _calls];
        }
    }

    /// <returns>The number of the call, from 1.</returns>
    public int Add(DateTimeOffset receivedAt, ReadOnlyMemory<byte> body, ReceivedRequest? request)
    {
        lock (_lock)
        {
            var number = _calls.Count + 1;
            _calls.Add(new PutEventsCall(number, receivedAt, body, request));
            return number;
        }
    }

    public void MarkAccepted(int number) => Replace(number, call => call with { IsAccepted = true });

    public void MarkAnswered(int number, EndpointAnswer answer, DateTimeOffset answeredAt) =>
        Replace(
            number,
            call =>
                call with
                {
                    AnsweredAt = answeredAt,
                    Status = answer.Status,
                    ErrorCode = answer.ErrorCode,
                }
        );

    void Replace(int number, Func<PutEventsCall, PutEventsCall> change)
    {
        lock (_lock)
        {
            _calls[number - 1] = change(_calls[number - 1]);
        }
    }
}
