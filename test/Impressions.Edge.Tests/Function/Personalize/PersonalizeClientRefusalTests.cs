using Impressions.Edge.Tests.Function.Attempts;

namespace Impressions.Edge.Tests.Function.Personalize;

public sealed class PersonalizeClientRefusalTests : AttemptRefusalTests
{
    private protected override Attempt Open(string url, int attemptMilliseconds = 10_000) =>
        PersonalizeClientTests.Attempt(url, attemptMilliseconds);
}
