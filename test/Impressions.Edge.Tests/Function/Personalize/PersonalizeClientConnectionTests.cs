using Impressions.Edge.Tests.Function.Attempts;

namespace Impressions.Edge.Tests.Function.Personalize;

public sealed class PersonalizeClientConnectionTests : AttemptConnectionTests
{
    private protected override Attempt Open(string url, int attemptMilliseconds = 10_000) =>
        PersonalizeClientTests.Attempt(url, attemptMilliseconds);
}
