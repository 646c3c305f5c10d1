namespace Impressions.Core.Tests.Support;

/// <summary>For tests that touch environment variables: these belong to the process, so nothing runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    internal const string Name = "alone";
}
