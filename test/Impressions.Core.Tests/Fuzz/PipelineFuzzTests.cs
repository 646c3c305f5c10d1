using System.Text;
using Impressions.Core.Mapping;
using Impressions.Core.Tests.Reference;
using Impressions.Core.Tests.Support;

namespace Impressions.Core.Tests.Fuzz;

/// <summary>
/// The function against a plain reference, and against itself, on inputs that nobody thought of. Lines are most of
/// it: they are fast, and a payload is made of them.
/// </summary>
public sealed class PipelineFuzzTests
{
    /// <summary>The default, and some that together turn every setting of the mapping.</summary>
    static readonly (string Name, string Value)[][] Settings =
    [
        [],
        [("ANONYMOUS_USERS", "session"), ("UNRESOLVED_CLICK", "skip"), ("CLICKED_ITEM_PATTERN", "-")],
        [
            ("EVENT_SELECTION_REGEX", "-"),
            ("RECOMMENDATION_ELEMENT", "recommendation|x"),
            (
                "EVENT_TYPES",
                "snowplow_ecommerce_action.add_to_cart=AddToCart,action.view=,view_item=Look,button_click=Click,"
                    + "click_item=Click,snowplow_ecommerce_action.promo_click=Click"
            ),
        ],
        [
            ("RECOMMENDATION_ELEMENT", "-"),
            ("ITEM_ATTRIBUTE", "sku"),
            ("EVENT_SELECTION_REGEX", "c(l|t)i.*[kn]$"),
            ("CLICKED_ITEM_PATTERN", "/(?<item>[^/?#]+)$"),
        ],
        [
            (
                "EVENT_FILTER",
                @"user_id!=u2|\{\{.*,dvce_ismobile!=true,product.id!=(gid|a1).*,iglu:com.acme/user/jsonschema/1-0-0#is_internal!=true"
            ),
        ],
        [("EVENT_FILTER", "user.level=[1-3]?|a.*$"), ("ROBOTS", "keep")],
        [
            (
                "EVENT_FILTER",
                "domain_sessionid=^(s1|u1|null)$,user.tags!=b,user.name!=(?i)JÖRG,dvce_ismobile=true|false,app_id=shop"
            ),
            ("EVENT_SELECTION_REGEX", "-"),
        ],
        [
            (
                "EVENT_FILTER",
                "user.is_internal=false|,yauaa_context.deviceClass!=Robot Mobile,bot_detection.bot!=true,br_type!=,user_id="
            ),
        ],
    ];

    [Fact]
    public void Map_AnyLine_AgreesWithTheReference()
    {
        var fates = FuzzRun.Check(
            share: 80,
            () =>
            {
                var agreements = All();
                return random => Any(agreements, random).CheckLine(new InputMutations(random).Line());
            }
        );

        AssertAllWereMet(fates, "none", "no_item", "broken_json", "wrong_column_count", "no_identity");
        AssertAllWereMet(fates, "not_selected", "unknown_event", "no_event_type", "not_a_recommendation");
        AssertAllWereMet(fates, "clicked_item_unknown", "filtered", "robot");
    }

    [Fact]
    public void Plan_AnyPayload_AgreesWithTheReferenceAndMakesOnlyValidCalls()
    {
        var fates = FuzzRun.Check(
            share: 12,
            () =>
            {
                var agreements = All();
                return random =>
                    Any(agreements, random).CheckPayload(new InputMutations(random).Payload()) is { } all
                        ? all.FirstOrDefault("empty")
                        : "no Kinesis event";
            }
        );

        AssertAllWereMet(fates, "none", "no Kinesis event", "empty", "corrupt_record");
    }

    [Fact]
    public void Plan_SamePayloadAgain_PlansTheSame() =>
        FuzzRun.Check(
            share: 2,
            () =>
            {
                var agreement = new Agreement();
                return random =>
                {
                    var payload = Some.Payload([.. Datas(random)]);
                    Agreement.Same(All(agreement.Plan(payload)), All(agreement.Plan(payload)));
                    return "same";
                };
            }
        );

    [Fact]
    public void Map_MembersInAnotherOrder_MakesTheSame() =>
        FuzzRun.Check(
            share: 4,
            () =>
            {
                var agreement = new Agreement();
                return random =>
                {
                    var line = new MadeEvents(random).Line();
                    var reordered = new InputMutations(random).Reordered(line);
                    Agreement.Same(
                        All(agreement.Plan(Some.Payload(line))),
                        All(agreement.Plan(Some.Payload(reordered)))
                    );
                    return "same";
                };
            }
        );

    /// <summary>Of what the first part has, the second part's duplicates are sent again: Personalize knows them by their ids.</summary>
    [Fact]
    public void Plan_PayloadCutInTwo_MakesTheSameInteractions() =>
        FuzzRun.Check(
            share: 2,
            () =>
            {
                var agreement = new Agreement();
                return random =>
                {
                    var records = Datas(random)
                        .Select((data, i) => Some.Record($"{100 + i}", Convert.ToBase64String(data)))
                        .ToList();
                    var cut = random.Next(records.Count + 1);
                    var whole = agreement.Plan(Payload(records));
                    var first = agreement.Plan(Payload(records.Take(cut)));
                    var sent = Interactions(first).Select(EventIdOf).ToHashSet(StringComparer.Ordinal);
                    var second = agreement.Plan(Payload(records.Skip(cut)));
                    Agreement.Same(
                        Sorted(Interactions(whole)),
                        Sorted(
                            Interactions(first)
                                .Concat(Interactions(second).Where(one => !sent.Contains(EventIdOf(one))))
                        )
                    );
                    return "same";
                };
            }
        );

    static List<Agreement> All() => [.. Settings.Select(settings => new Agreement(settings))];

    static Agreement Any(List<Agreement> agreements, Random random) =>
        agreements[Math.Max(0, random.Next(-3, agreements.Count))];

    static IEnumerable<byte[]> Datas(Random random)
    {
        var inputs = new InputMutations(random);
        return Enumerable
            .Range(0, random.Next(8))
            .Select(_ => random.Next(4) == 0 ? inputs.Data() : inputs.Line())
            .ToList();
    }

    static byte[] Payload(IEnumerable<string> records) =>
        Encoding.UTF8.GetBytes($$"""{"Records":[{{string.Join(',', records)}}]}""");

    static IEnumerable<Interaction> Interactions(Planned planned) =>
        planned
            .Plan.Sessions.SelectMany(session => session)
            .SelectMany(batch => batch.Entries)
            .Select(entry => entry.Interaction);

    /// <summary>Of the event that the interaction is one of several of, or the only one.</summary>
    static string EventIdOf(Interaction interaction) => interaction.EventId.Split(':')[0];

    static string Sorted(IEnumerable<Interaction> interactions) =>
        string.Join('\n', interactions.Select(Agreement.Text).Order(StringComparer.Ordinal));

    static string All(Planned planned) =>
        $"{string.Join('\n', Agreement.Batches(planned))}\n{string.Join('\n', planned.Outcome.DeadLetters)}\n"
        + $"{planned.Outcome.Report.Events} {planned.Outcome.Report.Selected} {planned.Outcome.Report.Interactions}";

    /// <summary>A generator that never hits would check nothing.</summary>
    static void AssertAllWereMet(IReadOnlyDictionary<string, int> fates, params string[] expected) =>
        Assert.All(
            expected,
            fate => Assert.True(!FuzzRun.IsUsual || fates.GetValueOrDefault(fate) >= 20, fate)
        );
}
