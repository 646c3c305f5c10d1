namespace Impressions;

/// <summary>PutUsers and PutItems; made when there is something to tell for the first time.</summary>
sealed class MetadataClient(ImpressionsOptions options) : IDisposable
{
    readonly Lazy<PersonalizeClient> _users = new(() => Open(PersonalizeClient.UsersPath));

    readonly Lazy<PersonalizeClient> _items = new(() => Open(PersonalizeClient.ItemsPath));

    /// <inheritdoc cref="PersonalizeClient.PostAsync"/>
    public Task<CallAnswer> PutAsync(MetadataCall call, CancellationToken cancellation) =>
        call.Dataset == Dataset.Users
            ? _users.Value.PostAsync(call.Write(options.Users!.Arn), cancellation)
            : _items.Value.PostAsync(call.Write(options.Items!.Arn), cancellation);

    static PersonalizeClient Open(string path) =>
        new(PersonalizeAccess.FromEnvironment(concurrency: 1), TimeProvider.System, path);

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
