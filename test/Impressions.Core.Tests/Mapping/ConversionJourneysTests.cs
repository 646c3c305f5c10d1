using System.Globalization;
using Impressions.Core.Kinesis;
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
                [Pipeline(anonymous, ("ATTRIBUTE_CONVERSIONS", "memory"))],
                table: null,
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

    /// <summary>
    /// Each shard's invocations go to one of three processes that share a table. Whom a session names each process knows for
    /// itself, so that it may not know a user whom another one does.
    /// </summary>
    [Theory]
    [InlineData("device", false, false)]
    [InlineData("session", true, false)]
    [InlineData("device", false, true)]
    public void Plan_ProcessesThatShareATable_NoneInventedNoneMissed(string anonymous, bool late, bool fails)
    {
        var random = new Random(25);
        var journeys = Enumerable.Range(0, Journeys).Select(number => Journey(random, number, late)).ToList();
        var sent = new Dictionary<string, string?>(StringComparer.Ordinal);
        for (var shard = 0; shard < Shards; shard++)
        {
            Deliver(
                [.. Enumerable.Range(0, 3).Select(_ => SharedPipeline(anonymous))],
                new SharedRows { Fails = fails ? () => random.Next(4) == 0 : null },
                Mixed(random, [.. journeys.Where((_, number) => number % Shards == shard)]),
                random,
                sent
            );
        }

        var (invented, missed, wrong, right, excused) = (0, 0, 0, 0, 0);
        foreach (var journey in journeys)
        {
            foreach (var action in journey.Where(step => step.IsAction))
            {
                var (expected, actual) = (
                    SharedReference(journey, action, anonymous, _ => true),
                    sent[action.Id]
                );
                if (expected == actual)
                {
                    right += actual is null ? 0 : 1;
                }
                else if (
                    actual
                    == SharedReference(
                        journey,
                        action,
                        anonymous,
                        click => !IsOutOfSight(journey, click, action)
                    )
                )
                {
                    excused++;
                }
                else
                {
                    _ =
                        !IsTheirs(journey, action, actual, anonymous, fails) ? invented++
                        : actual is null ? missed++
                        : wrong++;
                }
            }
        }

        Assert.Equal(0, invented);
        Assert.InRange(right, 3_000, int.MaxValue); // it is about something
        Assert.InRange(excused, 0, right / 20);
        Assert.InRange(missed + wrong, 0, late || fails ? right / 2 : 0);
    }

    /// <summary>A few sessions of one visitor, who may sign in and out, with clicks and actions on three items.</summary>
    /// <param name="late">Whether trackers send late now and then.</param>
    static List<Step> Journey(Random random, int number, bool late = true)
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
                        minute - (late && random.Next(4) == 0 ? random.Next(40) : 0),
                        $"device-{number}",
                        $"session-{number}-{session}",
                        user,
                        $"item-{random.Next(3)}",
                        kind == 0 ? $"R-{number}-{steps.Count}" : null,
                        IsAction: kind is 1 or 2
                    )
                );
                minute += random.Next(late ? 0 : 1, 20); // clicks of one millisecond have no order across processes
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

    static Pipeline SharedPipeline(string anonymous) =>
        Pipeline(anonymous, ("ATTRIBUTE_CONVERSIONS", "dynamodb"), ("IMPRESSION_TABLE", "shared"));

    static Pipeline Pipeline(string anonymous, params (string, string)[] settings) =>
        new(
            Some.Options([
                .. settings,
                ("ATTRIBUTION_WINDOW_HOURS", $"{WindowHours}"),
                ("SESSION_IDENTITY", "on"),
                ("ANONYMOUS_USERS", anonymous),
            ])
        );

    static void Deliver(
        Pipeline[] pipelines,
        SharedRows? table,
        List<Step> stream,
        Random random,
        Dictionary<string, string?> sent
    )
    {
        for (var (start, invocation) = (0, 0); start < stream.Count; invocation++)
        {
            var steps = stream.Skip(start).Take(random.Next(1, 200)).ToList();
            start += steps.Count;
            var process = random.Next(pipelines.Length);
            var pipeline = pipelines[process];
            steps.ForEach(step => (step.Invocation, step.Process) = (invocation, process));
            foreach (var (id, recommendationId) in Sent(pipeline, table, steps))
            {
                sent.Add(id, recommendationId);
            }

            while (random.Next(3) == 0) // it failed at one of its records
            {
                var failed = steps[random.Next(steps.Count)..];
                Assert.All(
                    Sent(pipeline, table, failed),
                    again => Assert.Equal(sent[again.Id], again.RecommendationId)
                );
            }
        }
    }

    static List<(string Id, string? RecommendationId)> Sent(
        Pipeline pipeline,
        SharedRows? table,
        List<Step> steps
    )
    {
        var records = new PayloadRecords { Payload = Some.Payload([.. steps.Select(step => step.Line())]) };
        var survey = pipeline.Survey(records);
        table?.Load(survey.ClicksToLoad, pipeline.Clicks!);
        var plan = pipeline.Plan(records, survey, PlanningLimits.None).Plan;
        table?.Save(pipeline.Clicks!.Shared!);
        return
        [
            .. plan
                .Sessions.SelectMany(session => session)
                .SelectMany(batch => batch.Entries)
                .Select(entry => (entry.Interaction.EventId, entry.Interaction.RecommendationId)),
        ];
    }

    /// <summary>As <see cref="Reference"/>, where each process knows for itself whom a session names.</summary>
    /// <param name="counts">Which clicks count.</param>
    static string? SharedReference(List<Step> journey, Step action, string anonymous, Func<Step, bool> counts)
    {
        var who = UserKnownToItsProcess(journey, action) ?? Nobody(action, anonymous);
        var click = journey
            .Take(journey.IndexOf(action))
            .Where(step =>
                step.RecommendationId is not null
                && step.Item == action.Item
                && step.Minute <= action.Minute
                && SharedOwners(journey, step, anonymous).Contains(who)
                && counts(step)
            )
            .OrderBy(step => step.Minute)
            .LastOrDefault();
        return click is null || action.Minute - click.Minute > WindowHours * 60
            ? null
            : click.RecommendationId;
    }

    /// <summary>
    /// A click behind the login whose process did not know of it: only what is done in the same session finds it for certain.
    /// </summary>
    static bool IsOutOfSight(List<Step> journey, Step click, Step action) =>
        click.Session != action.Session
        && UserKnownToItsProcess(journey, click) is null
        && journey
            .Take(journey.IndexOf(click))
            .Any(step => step.Session == click.Session && step.User is not null);

    /// <summary>Whether a click before the action on its item was theirs.</summary>
    /// <param name="fails">Who was first in a session may then be unknown.</param>
    static bool IsTheirs(
        List<Step> journey,
        Step action,
        string? recommendationId,
        string anonymous,
        bool fails
    ) =>
        recommendationId is null
        || SharedReference(journey, action, anonymous, click => click.RecommendationId == recommendationId)
            is not null
        || (
            fails
            && journey
                .Take(journey.IndexOf(action))
                .Any(click =>
                    click.RecommendationId == recommendationId
                    && click.Item == action.Item
                    && journey.Exists(step => step.Session == click.Session && step.User is not null)
                )
        );

    static IEnumerable<string?> SharedOwners(List<Step> journey, Step click, string anonymous) =>
        UserKnownToItsProcess(journey, click) is { } user
            ? [user]
            :
            [
                Nobody(click, anonymous),
                journey.Find(step => step.Session == click.Session && step.User is not null)?.User,
            ];

    static string? UserKnownToItsProcess(List<Step> journey, Step step) =>
        KnownUser([.. journey.Where(one => one.Process == step.Process)], step);

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

        /// <summary>The number of the one that it came to.</summary>
        public int Process { get; set; }

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
