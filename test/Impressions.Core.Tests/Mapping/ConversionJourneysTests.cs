using System.Globalization;
using Impressions.Core.Snowplow;
using Impressions.Core.Tests.Support;

namespace Impressions.Core.Tests.Mapping;

/// <summary>
/// Generated journeys against a plain reference that sees all events of a visitor at once. Visitors are spread over shards as
/// Enrich's partition key <c>domain_userid</c> does it, each shard has a function of its own, and invocations are redelivered.
/// </summary>
public sealed class ConversionJourneysTests
{
    const int Journeys = 10_000;
    const int Shards = 4;
    const int WindowHours = 48;

    [Theory]
    [InlineData("device")]
    [InlineData("session")]
    public void Plan_GeneratedJourneys_NoneInventedNoneMissed(string anonymous)
    {
        var random = new Random(24);
        var journeys = Enumerable.Range(0, Journeys).Select(number => Journey(random, number)).ToList();
        var sent = new Dictionary<string, string?>(StringComparer.Ordinal);
        for (var shard = 0; shard < Shards; shard++)
        {
            Deliver(
                new Pipeline(
                    Some.Options(
                        ("ATTRIBUTE_CONVERSIONS", "memory"),
                        ("ATTRIBUTION_WINDOW_HOURS", $"{WindowHours}"),
                        ("SESSION_IDENTITY", "on"),
                        ("ANONYMOUS_USERS", anonymous)
                    )
                ),
                Mixed(random, [.. journeys.Where((_, number) => number % Shards == shard)]),
                random,
                sent
            );
        }

        var (invented, missed, wrong, right, none) = (0, 0, 0, 0, 0);
        foreach (var journey in journeys)
        {
            foreach (var action in journey.Where(step => step.IsAction))
            {
                var (expected, actual) = (Reference(journey, action, anonymous), sent[action.Id]);
                _ = (expected, actual) switch
                {
                    (null, null) => none++,
                    (null, _) => invented++,
                    (_, null) => missed++,
                    _ when expected == actual => right++,
                    _ => wrong++,
                };
            }
        }

        Assert.Equal((0, 0, 0), (invented, missed, wrong));
        Assert.InRange(right, 3_000, int.MaxValue); // it is about something
        Assert.InRange(none, 3_000, int.MaxValue);
    }

    /// <summary>A few sessions of one visitor, who may sign in and out, with clicks and actions on three items.</summary>
    static List<Step> Journey(Random random, int number)
    {
        var steps = new List<Step>();
        var minute = random.Next(60);
        for (var session = 0; session < random.Next(1, 4); session++)
        {
            string? user = null;
            for (var left = random.Next(1, 7); left > 0; left--)
            {
                user = random.Next(5) switch
                {
                    0 => $"user-{number}-{random.Next(2)}",
                    1 => null,
                    _ => user,
                };
                var kind = random.Next(4);
                steps.Add(
                    new Step(
                        $"event-{number}-{steps.Count}",
                        minute - (random.Next(4) == 0 ? random.Next(40) : 0), // trackers send late now and then
                        $"device-{number}",
                        $"session-{number}-{session}",
                        user,
                        $"item-{random.Next(3)}",
                        kind == 0 ? $"R-{number}-{steps.Count}" : null,
                        IsAction: kind is 1 or 2
                    )
                );
                minute += random.Next(20);
            }

            minute += random.Next(WindowHours * 40);
        }

        return steps;
    }

    /// <summary>One shard's events: those of different visitors in any order, those of one in theirs.</summary>
    static List<Step> Mixed(Random random, List<List<Step>> journeys)
    {
        var places = journeys.SelectMany((journey, i) => journey.Select(_ => i)).ToArray();
        random.Shuffle(places);
        var next = new int[journeys.Count];
        return [.. places.Select(i => journeys[i][next[i]++])];
    }

    static void Deliver(Pipeline pipeline, List<Step> stream, Random random, Dictionary<string, string?> sent)
    {
        for (var (start, invocation) = (0, 0); start < stream.Count; invocation++)
        {
            var steps = stream.Skip(start).Take(random.Next(1, 200)).ToList();
            start += steps.Count;
            steps.ForEach(step => step.Invocation = invocation);
            foreach (var (id, recommendationId) in Sent(pipeline, steps))
            {
                sent.Add(id, recommendationId);
            }

            while (random.Next(3) == 0) // it failed at one of its records
            {
                var failed = steps[random.Next(steps.Count)..];
                Assert.All(
                    Sent(pipeline, failed),
                    again => Assert.Equal(sent[again.Id], again.RecommendationId)
                );
            }
        }
    }

    static IEnumerable<(string Id, string? RecommendationId)> Sent(Pipeline pipeline, List<Step> steps) =>
        pipeline
            .Plan(Some.Payload([.. steps.Select(step => step.Line())]))
            .Plan.Sessions.SelectMany(session => session)
            .SelectMany(batch => batch.Entries)
            .Select(entry => (entry.Interaction.EventId, entry.Interaction.RecommendationId));

    /// <summary>The last click before the action by the same one on its item; null for none.</summary>
    static string? Reference(List<Step> journey, Step action, string anonymous)
    {
        var position = journey.IndexOf(action);
        var who = KnownUser(journey, action) ?? Nobody(action, anonymous);
        var click = journey
            .Take(position)
            .Where(step =>
                step.RecommendationId is not null
                && step.Item == action.Item
                && step.Minute <= action.Minute
                && Owners(journey, step, anonymous).Contains(who)
            )
            .OrderBy(step => step.Minute) // stable: the later one in the stream stays behind
            .LastOrDefault();
        return click is null || action.Minute - click.Minute > WindowHours * 60
            ? null
            : click.RecommendationId;
    }

    static string Nobody(Step step, string anonymous) => anonymous == "device" ? step.Device : step.Session;

    /// <summary>A click without a known user is its device's or session's, and that of the first user whom its session names.</summary>
    static IEnumerable<string?> Owners(List<Step> journey, Step click, string anonymous) =>
        KnownUser(journey, click) is { } user
            ? [user]
            :
            [
                Nobody(click, anonymous),
                journey
                    .Skip(journey.IndexOf(click))
                    .FirstOrDefault(step => step.Session == click.Session && step.User is not null)
                    ?.User,
            ];

    /// <summary>By the rules of <c>SESSION_IDENTITY</c>.</summary>
    static string? KnownUser(List<Step> journey, Step step)
    {
        var named = journey.Where(one => one.Session == step.Session && one.User is not null).ToList();
        return step.User
            ?? named.LastOrDefault(one => journey.IndexOf(one) < journey.IndexOf(step))?.User
            ?? named.Find(one => one.Invocation == step.Invocation)?.User;
    }

    /// <summary>An event: a click on a recommendation, an action that may follow from one, or a page view.</summary>
    sealed record Step(
        string Id,
        int Minute,
        string Device,
        string Session,
        string? User,
        string Item,
        string? RecommendationId,
        bool IsAction
    )
    {
        /// <summary>The number of the one that it came in first.</summary>
        public int Invocation { get; set; }

        public string Line() =>
            Content()
                .With(
                    (EnrichedColumn.EventId, Id),
                    (EnrichedColumn.DomainUserId, Device),
                    (EnrichedColumn.DomainSessionId, Session),
                    (EnrichedColumn.UserId, User ?? ""),
                    (
                        EnrichedColumn.DerivedTimestamp,
                        new DateTime(2026, 11, 21, 0, 0, 0, DateTimeKind.Utc)
                            .AddMinutes(Minute)
                            .ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture)
                    )
                );

        string Content() =>
            RecommendationId is not null
                ? Some.Click(
                    "https://shop.example/p",
                    Some.Widget(RecommendationId),
                    Some.ItemComponent(Item)
                )
            : IsAction ? Some.Action(Minute % 2 == 0 ? "transaction" : "product_view", Some.Product(Item))
            : Some.Line((EnrichedColumn.EventName, "page_view"));
    }
}
