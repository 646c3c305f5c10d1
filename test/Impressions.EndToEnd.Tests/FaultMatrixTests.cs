namespace Impressions.Tests;

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
    };

    public static TheoryData<string, string> Matrix { get; } = Cross(Faults.Keys);

    [Theory]
    [MemberData(nameof(Matrix))]
    public Task Deliver_Misconfigured_LosesNothing(string fault, string reach) =>
        LosesNothingAsync(Faults[fault], reach);
}

public sealed class RefusalFaultTests : FaultMatrix
{
    public static TheoryData<string, string> Matrix { get; } = Cross("InvalidInput");

    [Theory]
    [MemberData(nameof(Matrix))]
    public Task Deliver_Refused_IsAcceptedOrBuried(string _, string reach) =>
        LosesNothingAsync(Fault.InvalidInput, reach, isHarmless: true);

    [Fact]
    public Task Deliver_SomeSessionsRefused_BuriesTheirsAndAcceptsTheOthers() =>
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
