namespace Impressions.Emulation.Personalize;

/// <summary>One PutEvents call as the endpoint saw it.</summary>
/// <param name="Number">From 1, in the order of arrival.</param>
/// <param name="ReceivedAt">When its last byte was here.</param>
/// <param name="Body">The bytes as received.</param>
/// <param name="Request">Null when the body could not be read as a request.</param>
sealed record PutEventsCall(
    int Number,
    DateTimeOffset ReceivedAt,
    ReadOnlyMemory<byte> Body,
    ReceivedRequest? Request
)
{
    /// <summary>Null as long as no whole answer was written, which may be for ever.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>HTTP status of the answer; 0 as long as there is none.</summary>
    public int Status { get; init; }

    /// <summary>Empty when accepted, and when the answer named none.</summary>
    public string ErrorCode { get; init; } = "";

    /// <summary>True once the events are taken, even if the caller never learns of it.</summary>
    public bool IsAccepted { get; init; }
}
