using Impressions.Emulation.Http;

namespace Impressions.EndToEnd.Tests;

public sealed class ThrottlingFaultTests : FaultMatrix
{
    static readonly Dictionary<string, Fault> Faults = new(StringComparer.Ordinal)
    {
        ["ThrottlingException as 400"] = Fault.Throttled,
        ["429"] = Fault.TooManyRequests,
        ["429 without a body"] = Fault.TooManyRequestsWithoutBody,
    };

    public static TheoryData<string, string> Matrix { get; } = Cross(Faults.Keys);

    [Theory]
    [MemberData(nameof(Matrix))]
    public Task Deliver_Throttled_LosesNothing(string fault, string reach) =>
        LosesNothingAsync(Faults[fault], reach);
}

public sealed class OutageFaultTests : FaultMatrix
{
    static readonly Dictionary<string, Fault> Faults = new(StringComparer.Ordinal)
    {
        ["500"] = Fault.InternalFailure,
        ["503"] = Fault.ServiceUnavailable,
        ["an HTML page"] = Fault.HtmlPage,
        ["reset"] = Fault.Reset,
        ["hang"] = Fault.Hang,
    };

    public static TheoryData<string, string> Matrix { get; } = Cross(Faults.Keys);

    [Theory]
    [MemberData(nameof(Matrix))]
    public Task Deliver_ServiceDown_LosesNothing(string fault, string reach) =>
        LosesNothingAsync(Faults[fault], reach);
}

public sealed class TroubledAnswerFaultTests : FaultMatrix
{
    static readonly Dictionary<string, Fault> Faults = new(StringComparer.Ordinal)
    {
        ["half an answer"] = Fault.HalfAnswer,
        ["a lost answer"] = Fault.LostAnswer,
    };

    public static TheoryData<string, string> Matrix { get; } = Cross(Faults.Keys);

    public static TheoryData<string, string> Slow { get; } = Cross("700 ms");

    [Theory]
    [MemberData(nameof(Matrix))]
    public Task Deliver_AcceptedWithoutAnAnswer_LosesNothing(string fault, string reach) =>
        LosesNothingAsync(Faults[fault], reach, losesAnswers: true);

    [Theory]
    [MemberData(nameof(Slow))]
    public Task Deliver_SlowAnswers_LosesNothing(string _, string reach) =>
        LosesNothingAsync(Fault.Slow(TimeSpan.FromMilliseconds(700)), reach, isHarmless: true);
}

public sealed class MisconfigurationFaultTests : FaultMatrix
{
    static readonly Dictionary<string, Fault> Faults = new(StringComparer.Ordinal)
    {
        ["AccessDenied"] = Fault.AccessDenied,
        ["expired credentials"] = Fault.ExpiredToken,
        ["ResourceNotFoundException"] = Fault.Error(404, "ResourceNotFoundException"),
        ["SubscriptionRequiredException"] = Fault.Error(402, "SubscriptionRequiredException"),
        ["ServiceQuotaExceededException"] = Fault.Error(402, "ServiceQuotaExceededException"),
        ["ConflictException"] = Fault.Error(409, "ConflictException"),
        ["TokenRefreshRequired"] = Fault.Error(400, "TokenRefreshRequired"),
        ["UnknownOperationException"] = Fault.Error(404, "UnknownOperationException"),
        ["a code nobody knows"] = Fault.Error(418, "SomethingNew"),
        ["407 of a proxy"] = Fault.Page(407),
        ["403 of a firewall"] = Fault.Page(403),
    };

    public static TheoryData<string, string> Matrix { get; } = Cross(Faults.Keys);

    [Theory]
    [MemberData(nameof(Matrix))]
    public Task Deliver_Misconfigured_LosesNothing(string fault, string reach) =>
        LosesNothingAsync(Faults[fault], reach);
}

/// <summary>Answers that say success, but not as the service says it.</summary>
public sealed class StrangeSuccessFaultTests : FaultMatrix
{
    static readonly Dictionary<string, Fault> Faults = new(StringComparer.Ordinal)
    {
        ["201"] = Fault.Page(201),
        ["202"] = Fault.Page(202),
        ["226"] = Fault.Page(226),
        ["200 with a page"] = Fault.Page(200),
    };

    public static TheoryData<string, string> Matrix { get; } = Cross(Faults.Keys);

    [Theory]
    [MemberData(nameof(Matrix))]
    public Task Deliver_SuccessOfSomethingElse_LosesNothing(string fault, string reach) =>
        LosesNothingAsync(Faults[fault], reach);
}

public sealed class ClockFaultTests : FaultMatrix
{
    static readonly Dictionary<string, Fault> Faults = new(StringComparer.Ordinal)
    {
        ["signature expired"] = Fault.Error(
            403,
            "InvalidSignatureException",
            "Signature expired: 20261201T000000Z is now earlier than 20261201T001000Z"
        ),
        ["signature not yet current"] = Fault.Error(
            403,
            "InvalidSignatureException",
            "Signature not yet current: 20261201T001000Z is still later than 20261201T000500Z"
        ),
        ["RequestTimeTooSkewed"] = Fault.Error(403, "RequestTimeTooSkewed"),
    };

    public static TheoryData<string, string> Matrix { get; } = Cross(Faults.Keys);

    [Theory]
    [MemberData(nameof(Matrix))]
    public Task Deliver_ClocksDiffer_LosesNothing(string fault, string reach) =>
        LosesNothingAsync(Faults[fault], reach);
}

public sealed class RefusalFaultTests : FaultMatrix
{
    public static TheoryData<string, string> Matrix { get; } = Cross("InvalidInput");

    [Theory]
    [MemberData(nameof(Matrix))]
    public Task Deliver_Refused_IsAcceptedOrKept(string _, string reach) =>
        LosesNothingAsync(Fault.InvalidInput, reach);

    [Fact]
    public Task Deliver_SomeSessionsRefused_MakesTheirsDeadLettersAndAcceptsTheOthers() =>
        LosesNothingAsync(
            _ => (call, request) => IsOfSomeSessions(request) ? Fault.InvalidInput : null,
            _ => _ => null,
            isForEver: false,
            losesAnswers: false
        );
}

/// <summary>While Personalize refuses what is of some sessions, so that there is something to store.</summary>
public sealed class BucketFaultTests : FaultMatrix
{
    static readonly Dictionary<string, Fault> Faults = new(StringComparer.Ordinal)
    {
        ["down"] = Fault.ServiceUnavailable,
        ["reset"] = Fault.Reset,
        ["hang"] = Fault.Hang,
        ["an HTML page"] = Fault.HtmlPage,
        ["AccessDenied"] = Fault.AccessDenied,
        ["a lost answer"] = Fault.LostAnswer,
    };

    public static TheoryData<string, string> Matrix { get; } = Cross(Faults.Keys);

    public static TheoryData<string, string> Slow { get; } = Cross("700 ms");

    [Theory]
    [MemberData(nameof(Matrix))]
    public Task Deliver_BucketFails_LosesNothing(string fault, string reach) =>
        LosesNothingWithoutBucketAsync(Faults[fault], reach, isHarmless: false);

    [Theory]
    [MemberData(nameof(Slow))]
    public Task Deliver_BucketSlow_LosesNothing(string _, string reach) =>
        LosesNothingWithoutBucketAsync(Fault.Slow(TimeSpan.FromMilliseconds(700)), reach, isHarmless: true);
}
