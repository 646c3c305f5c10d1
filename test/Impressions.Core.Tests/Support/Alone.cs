namespace Impressions.Core.Tests.Support;

/// <summary>For tests that change environment variables or measure memory, which belong to the process: nothing runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    internal const string Name = "alone";
}
