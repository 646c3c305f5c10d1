namespace Impressions.Tests;

public sealed class PutEventsClientRefusalTests : AttemptRefusalTests
{
    private protected override Attempt Open(string url, int attemptMilliseconds = 10_000) =>
        PutEventsClientTests.Attempt(url, attemptMilliseconds);
}
