using Amazon.Runtime;
using Impressions.DynamoDb;
using Impressions.Edge.Tests.Support;

namespace Impressions.EndToEnd.Tests.Support;

/// <summary>The function's side of a table that stands somewhere on this machine.</summary>
sealed class TestTables : IDisposable
{
    static readonly TimeSpan OneSecond = TimeSpan.FromSeconds(1);

    readonly List<SharedTable> _tables = [];

    public PassingClock Clock { get; } = new(longest: OneSecond);

    /// <summary>With time enough for a busy machine.</summary>
    public SharedTable Patient(string address, TimeSpan? loadTime = null) =>
        Of(address, TimeSpan.FromSeconds(60), loadTime);

    public SharedTable Of(string address, TimeSpan? patience = null, TimeSpan? loadTime = null)
    {
        var table = new SharedTable(
            LocalDynamoDb.Table,
            Clock,
            config =>
            {
                (config.ServiceURL, config.AuthenticationRegion) = (address, "us-east-1");
                if (patience is { } most)
                {
                    config.Timeout = most;
                }

                config.DefaultAWSCredentials = new BasicAWSCredentials("AKIDEXAMPLE", "secret");
            }
        )
        {
            LoadTime = loadTime ?? patience ?? OneSecond,
            SaveTime = patience ?? OneSecond,
        };
        _tables.Add(table);
        return table;
    }

    public void Dispose() => _tables.ForEach(table => table.Dispose());
}
