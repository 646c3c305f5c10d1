namespace Impressions.Tests;

public sealed class PersonalizeClientConnectionTests : AttemptConnectionTests
{
    private protected override Attempt Open(string url, int attemptMilliseconds = 10_000) =>
        PersonalizeClientTests.Attempt(url, attemptMilliseconds);
}
