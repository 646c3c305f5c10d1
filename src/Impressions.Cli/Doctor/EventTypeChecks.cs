using Impressions.Core;

namespace Impressions.Cli.Doctor;

/// <summary>Whether the event types that models, filters and metrics name are those that the settings send.</summary>
static class EventTypeChecks
{
    static readonly Dictionary<string, string[]> OfDomains = new(StringComparer.Ordinal)
    {
        ["ECOMMERCE"] = ["View", "Purchase"],
        ["VIDEO_ON_DEMAND"] = ["Watch"],
    };

    public static IReadOnlySet<string> Sent(ImpressionsOptions options)
    {
        var sent = options.EventTypes.Names.ToHashSet(StringComparer.Ordinal);
        if (options.ImpressionEventType.Length > 0)
        {
            _ = sent.Add(options.ImpressionEventType);
        }

        return sent;
    }

    public static IEnumerable<Finding> Of(Account account)
    {
        if (account.Options is not { } options)
        {
            return [];
        }

        var sent = Sent(options);
        return Named(account)
            .SelectMany(named => named.EventTypes.Select(type => (named.Name, Type: type)))
            .Where(each => !sent.Contains(each.Type))
            .DistinctBy(each => each.Type, StringComparer.Ordinal)
            .Select(each =>
                sent.FirstOrDefault(type => type.Equals(each.Type, StringComparison.OrdinalIgnoreCase))
                    is { } other
                    ? new Finding(
                        Severity.Broken,
                        "event_type_case",
                        $"{each.Name} uses event type {each.Type}, but {other} is sent: letter case counts.",
                        $"EVENT_TYPES with …={each.Type} for what is {other} now"
                    )
                    : new Finding(
                        Severity.Weak,
                        "event_type_never_sent",
                        $"{each.Name} uses event type {each.Type}, which the settings never send.",
                        $"EVENT_TYPES with …={each.Type}, or change {each.Name}"
                    )
            );
    }

    static IEnumerable<NamedTypes> Named(Account account) =>
        account
            .Solutions.Select(solution => new NamedTypes($"Solution {solution.Name}", solution.EventTypes))
            .Concat(account.Filters)
            .Concat(account.MetricAttributions)
            .Concat(
                account.Group is { } group && OfDomains.TryGetValue(group.Domain, out var types)
                    ? [new NamedTypes($"Domain {group.Domain}", types)]
                    : []
            );
}
