namespace Impressions.Tests;

public sealed class PutEventsClientConnectionTests : AttemptConnectionTests
{
    private protected override Attempt Open(string url, int attemptMilliseconds = 10_000) =>
        PutEventsClientTests.Attempt(url, attemptMilliseconds);
}
