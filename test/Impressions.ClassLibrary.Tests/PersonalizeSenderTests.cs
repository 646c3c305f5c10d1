using Impressions.Edge.Tests.Function.Attempts;

namespace Impressions.ClassLibrary.Tests;

/// <summary>By AWS's own client, an attempt fails and is refused as by ours.</summary>
public sealed class PersonalizeSenderRefusalTests : AttemptRefusalTests
{
    private protected override Attempt Open(string url, int attemptMilliseconds = 10_000) =>
        Sender.Attempt(url, attemptMilliseconds);
}

/// <inheritdoc cref="PersonalizeSenderRefusalTests"/>
public sealed class PersonalizeSenderConnectionTests : AttemptConnectionTests
{
    private protected override Attempt Open(string url, int attemptMilliseconds = 10_000) =>
        Sender.Attempt(url, attemptMilliseconds);
}
