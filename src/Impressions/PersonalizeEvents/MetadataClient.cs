namespace Impressions;

/// <summary>PutUsers and PutItems; made when there is something to tell for the first time.</summary>
sealed class MetadataClient(ImpressionsOptions options) : IDisposable
{
    readonly Lazy<PersonalizeClient> _users = new(() =>
        PersonalizeClient.FromEnvironment(concurrency: 1, PersonalizeClient.UsersPath)
    );

    readonly Lazy<PersonalizeClient> _items = new(() =>
        PersonalizeClient.FromEnvironment(concurrency: 1, PersonalizeClient.ItemsPath)
    );

    /// <inheritdoc cref="PersonalizeClient.PostAsync"/>
    public Task<PutEventsAnswer> PutAsync(MetadataCall call, CancellationToken cancellation) =>
        call.Dataset == Dataset.Users
            ? _users.Value.PostAsync(call.Write(options.Users!.Arn), cancellation)
            : _items.Value.PostAsync(call.Write(options.Items!.Arn), cancellation);

    public void Dispose()
    {
        foreach (var client in (ReadOnlySpan<Lazy<PersonalizeClient>>)[_users, _items])
        {
            if (client.IsValueCreated)
            {
                client.Value.Dispose();
            }
        }
    }
}
