namespace Impressions;

/// <summary>PutUsers and PutItems; made when there is something to tell for the first time.</summary>
sealed class MetadataClient(ImpressionsOptions options) : IDisposable
{
    readonly Lazy<PutEventsClient> _users = new(() =>
        PutEventsClient.FromEnvironment(concurrency: 1, PutEventsClient.UsersPath)
    );

    readonly Lazy<PutEventsClient> _items = new(() =>
        PutEventsClient.FromEnvironment(concurrency: 1, PutEventsClient.ItemsPath)
    );

    /// <inheritdoc cref="PutEventsClient.PutEventsAsync"/>
    public Task<PutEventsAnswer> PutAsync(MetadataCall call, CancellationToken cancellation) =>
        call.Dataset == Dataset.Users
            ? _users.Value.PutEventsAsync(call.Write(options.Users!.Arn), cancellation)
            : _items.Value.PutEventsAsync(call.Write(options.Items!.Arn), cancellation);

    public void Dispose()
    {
        foreach (var client in (ReadOnlySpan<Lazy<PutEventsClient>>)[_users, _items])
        {
            if (client.IsValueCreated)
            {
                client.Value.Dispose();
            }
        }
    }
}
