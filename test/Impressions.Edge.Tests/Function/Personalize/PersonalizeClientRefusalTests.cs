namespace Impressions.Tests;

public sealed class PersonalizeClientRefusalTests : AttemptRefusalTests
{
    private protected override Attempt Open(string url, int attemptMilliseconds = 10_000) =>
        PersonalizeClientTests.Attempt(url, attemptMilliseconds);
}
