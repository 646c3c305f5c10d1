using Impressions.EndToEnd.Tests.Support;

namespace Impressions.EndToEnd.Tests;

/// <summary>Every case through the published function, over HTTP, into an endpoint as strict as the service.</summary>
public sealed class CapturedEventTests
{
    public static TheoryData<int> ProcessNumbers => [.. Enumerable.Range(0, CapturedCases.Processes.Count)];

    [Theory]
    [MemberData(nameof(ProcessNumbers))]
    public Task Invoke_CapturedEvents_SendsAndAnswersExactlyAsExpected(int processNumber) =>
        CapturedCases.PassAsync(Built.Function, CapturedCases.Processes[processNumber]);
}
