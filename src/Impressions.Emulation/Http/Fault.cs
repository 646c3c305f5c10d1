namespace Impressions.Emulation.Http;

/// <summary>What goes wrong with one call.</summary>
/// <param name="Kind">How far the call gets.</param>
/// <param name="Answer">Sent instead of looking at the call; only with <see cref="FaultKind.Answer"/>.</param>
/// <param name="Delay">Before the answer, on top of the endpoint's latency.</param>
sealed record Fault(FaultKind Kind, EndpointAnswer? Answer = null, TimeSpan Delay = default)
{
    /// <summary>Throttling as the service documents it, with status 400.</summary>
    public static Fault Throttled { get; } = Error(400, "ThrottlingException");

    public static Fault TooManyRequests { get; } = Error(429, "TooManyRequestsException");

    public static Fault TooManyRequestsWithoutBody { get; } =
        new(FaultKind.Answer, new EndpointAnswer(429, "", "text/plain", ""));

    public static Fault InternalFailure { get; } = Error(500, "InternalFailure");

    public static Fault ServiceUnavailable { get; } = Error(503, "ServiceUnavailable");

    /// <summary>The answer of a proxy in between.</summary>
    public static Fault HtmlPage { get; } =
        new(
            FaultKind.Answer,
            new EndpointAnswer(502, "", "text/html", "<html><body><h1>502 Bad Gateway</h1></body></html>")
        );

    public static Fault AccessDenied { get; } = Error(403, "AccessDeniedException");

    public static Fault ExpiredToken { get; } = Error(403, "ExpiredTokenException");

    public static Fault InvalidInput { get; } = Error(400, Refusal.InvalidInput);

    public static Fault Reset { get; } = new(FaultKind.Reset);

    public static Fault LostAnswer { get; } = new(FaultKind.LostAnswer);

    public static Fault HalfAnswer { get; } = new(FaultKind.HalfAnswer);

    public static Fault Hang { get; } = new(FaultKind.Hang);

    public static Fault Slow(TimeSpan delay) => new(FaultKind.Slow, Delay: delay);

    public static Fault Error(int status, string code, string message = "Ordered by the fault plan") =>
        new(FaultKind.Answer, EndpointAnswer.Error(status, code, message));

    /// <summary>A page of something that stands between the function and the service.</summary>
    public static Fault Page(int status) =>
        new(
            FaultKind.Answer,
            new EndpointAnswer(status, "", "text/html", "<html><body>Please sign in</body></html>")
        );
}

/// <summary>How far a faulty call gets. Whether its events are taken decides what a retry may repeat.</summary>
enum FaultKind : byte
{
    /// <summary>Not looked at; answered by the fault.</summary>
    Answer,

    /// <summary>Not looked at; the connection is reset.</summary>
    Reset,

    /// <summary>Not looked at; never answered. Ends when the caller gives up.</summary>
    Hang,

    /// <summary>Looked at and perhaps taken; then the connection is reset instead of an answer.</summary>
    LostAnswer,

    /// <summary>Looked at and perhaps taken; the answer breaks off after its head and two bytes.</summary>
    HalfAnswer,

    /// <summary>Looked at and answered as usual, but late.</summary>
    Slow,
}
