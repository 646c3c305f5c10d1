using System.Text.Json;
using Impressions.Core.Mapping;
using Impressions.Emulation.Http;
using Microsoft.AspNetCore.Http;

namespace Impressions.Emulation.Personalize;

/// <summary>PutUsers and PutItems of the local endpoint: as strict as the API model, and no faster than the quota.</summary>
sealed class MetadataEndpoint(PersonalizeEndpointOptions options)
{
    /// <summary>Ten entries of the longest properties, with room to be refused by the right rule.</summary>
    const int MaxBodyBytes = 1 << 20;

    /// <summary>Of each operation; quotas page.</summary>
    const int CallsPerSecond = 10;

    readonly SignatureVerifier _signature = new(options.Identity, options.Time);
    readonly CallRate _usersRate = new(CallsPerSecond, options.Time);
    readonly CallRate _itemsRate = new(CallsPerSecond, options.Time);
    readonly List<Metadata> _taken = [];
    readonly Lock _lock = new();
    int _calls;

    /// <summary>What was taken, in order of arrival; a snapshot.</summary>
    public IReadOnlyList<Metadata> Taken
    {
        get
        {
            lock (_lock)
            {
                return [.. _taken];
            }
        }
    }

    public int Calls => Volatile.Read(ref _calls);

    public static Dataset? DatasetOf(PathString path) =>
        path == "/users" ? Dataset.Users
        : path == "/items" ? Dataset.Items
        : null;

    public async Task PutAsync(HttpContext context, Dataset dataset)
    {
        var body = await RequestBody.TryReadAsync(context, MaxBodyBytes).ConfigureAwait(false) ?? [];
        var number = Interlocked.Increment(ref _calls);
        await FaultyAnswer
            .WriteAsync(
                context,
                options.MetadataFaults(number),
                options.Latency,
                options.Time,
                () =>
                    Refuse(context.Request, dataset, body) is { } refusal
                        ? EndpointAnswer.Refused(refusal)
                        : EndpointAnswer.Accepted
            )
            .ConfigureAwait(false);
    }

    Refusal? Refuse(HttpRequest request, Dataset dataset, byte[] body)
    {
        if (_signature.Verify(request, body) is { } unsigned)
        {
            return unsigned;
        }

        lock (_lock)
        {
            return (dataset == Dataset.Users ? _usersRate : _itemsRate).TryTake()
                ? Take(dataset, body)
                : new Refusal(400, "ThrottlingException", "Rate exceeded");
        }
    }

    Refusal? Take(Dataset dataset, byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var violations = new ShapeViolations();
            var shape = dataset == Dataset.Users ? PutEventsShapes.Users : PutEventsShapes.Items;
            shape.Check(json.RootElement, path: "", violations);
            if (violations.ToRefusal(options.ViolationCode) is { } refusal)
            {
                return refusal;
            }

            var (list, id) = dataset == Dataset.Users ? ("users", "userId") : ("items", "itemId");
            foreach (var entry in json.RootElement.GetProperty(list).EnumerateArray())
            {
                var properties = entry.GetProperty("properties").GetString()!;
                JsonDocument.Parse(properties).Dispose();
                _taken.Add(
                    new Metadata(
                        dataset,
                        entry.GetProperty(id).GetString()!,
                        properties,
                        ArrivalMilliseconds: 0
                    )
                );
            }

            return null;
        }
        catch (JsonException)
        {
            return Refusal.Invalid("Error parsing properties json");
        }
    }
}
