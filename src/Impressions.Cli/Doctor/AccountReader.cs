using System.Text.Json;
using Impressions.Cli.Aws;
using Impressions.Core;

namespace Impressions.Cli.Doctor;

/// <summary>Reads an account, beginning at what the user names. What it may not read is noted, and the rest is read.</summary>
sealed class AccountReader(AwsReader aws, TimeProvider time, Action<string> progress)
{
    readonly List<Unread> _unread = [];

    /// <exception cref="UsageException">What the user names does not exist, or the services cannot be reached.</exception>
    public async Task<Account> ReadAsync(DoctorTarget target, CancellationToken cancellation)
    {
        var lambda = new LambdaReader(aws, TryAsync);
        var name = target.Stack is { } stack
            ? await lambda.FunctionOfStackAsync(stack, cancellation).ConfigureAwait(false)
            : target.Function;
        var account = new Account { Region = aws.Region, Now = time.GetUtcNow() };
        if (name is not null)
        {
            progress($"function {name}");
            account = await lambda.ReadAsync(account, name, cancellation).ConfigureAwait(false);
        }

        var streamArn = target.Stream ?? (account.EventSources is [var source, ..] ? source.StreamArn : null);
        if (streamArn is not null)
        {
            progress($"stream {streamArn}");
            account = await lambda.ReadStreamAsync(account, streamArn, cancellation).ConfigureAwait(false);
        }

        account = await lambda.ReadPermissionsAsync(account, cancellation).ConfigureAwait(false);
        var trackingId =
            target.TrackingId
            ?? account.Function?.Variables.GetValueOrDefault(Settings.TrackingId.Name)
            ?? "";
        if (trackingId.Length > 0)
        {
            progress("Personalize");
            account = await new PersonalizeReader(aws, TryAsync)
                .ReadAsync(account with { TrackingId = trackingId }, cancellation)
                .ConfigureAwait(false);
        }

        if (account.Function is { } function)
        {
            progress("metrics of the last day");
            account = await new MetricsReader(aws, TryAsync)
                .ReadAsync(account, function.Name, cancellation)
                .ConfigureAwait(false);
        }

        return account with
        {
            Unread = [.. _unread.Distinct()],
        };
    }

    /// <returns>Null when it was refused, which is noted.</returns>
    async Task<JsonElement[]?> TryAsync(Func<Task<JsonElement[]>> read)
    {
        try
        {
            return await read().ConfigureAwait(false);
        }
        catch (AwsRefusal refusal)
        {
            _unread.Add(new Unread(refusal.Operation, refusal.Code));
            return null;
        }
    }
}
