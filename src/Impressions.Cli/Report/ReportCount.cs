using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Impressions.Core;
using Impressions.Core.Delivery;
using Impressions.Core.Mapping;

namespace Impressions.Cli.Report;

/// <summary>
/// Counts events for the report, in the order in which they are given: an action counts for a click that was given before it.
/// Pure, and in bounded memory.
/// </summary>
sealed class ReportCount
{
    /// <summary>Stands for the name of a recommendation element without one.</summary>
    public const string NamelessWidget = "(no name)";

    /// <summary>Stands for all widgets beyond those that are told apart.</summary>
    public const string OtherWidgets = "(others)";

    /// <summary>Stands for the rule where the event itself names its item, as <c>list_click</c> does.</summary>
    public const string NamedByEvent = "named_by_event";

    /// <summary>Longest name that is told apart (characters); Snowplow's <c>element</c> schema.</summary>
    public const int MaxWidgetLength = 255;

    /// <summary>Larger revenues are mistakes.</summary>
    const float MaxRevenue = 1e12f;

    readonly ForgettingMap<UInt128, bool> _known;
    readonly ForgettingMap<string, CountedRecommendation> _recommendations;
    readonly ReportTally _tally;
    readonly ClickMemory _clicks;
    readonly long[] _skips = new long[Codes<SkipReason>.All.Count];
    readonly long[] _deadLetters = new long[Codes<DeadLetterReason>.All.Count];
    readonly long[] _unresolved = new long[Codes<UnresolvedReason>.All.Count];
    readonly ReportDays _days;
    long _events;
    long _counting;
    long _views;
    Conversions _converted;
    Conversions _actions;

    /// <param name="windowMilliseconds">How long after a click an action counts for it.</param>
    /// <param name="sessions">Whether clicks before a login are the user's who logs in.</param>
    public ReportCount(long windowMilliseconds, SessionIdentity sessions, ReportLimits limits)
    {
        _known = new(limits.Events);
        _tally = new(limits.Widgets);
        _days = new(limits.Days);
        _recommendations = new(limits.Recommendations, Close);
        _clicks = new(windowMilliseconds, sessions, limits.Clicks);
    }

    public void Add(ReadPart part)
    {
        foreach (var (mapped, facts) in part.Events)
        {
            Add(mapped, facts);
        }
    }

    public void Add(in Mapped mapped, in EventFacts facts)
    {
        _events++;
        if (facts is { Part: EventPart.View, RecommendationId: not null } && IsNew('v', facts.EventId!))
        {
            _views++;
            RecommendationOf(facts.RecommendationId).AddView(facts);
        }

        if (mapped.DeadLetter != DeadLetterReason.None)
        {
            _deadLetters[(int)mapped.DeadLetter]++;
        }
        else if (mapped.Skip != SkipReason.None)
        {
            AddSkipped(mapped, facts);
        }
        else if (!IsNew('m', facts.EventId!))
        {
            _skips[(int)SkipReason.Duplicate]++;
        }
        else
        {
            AddCounting(mapped, facts);
        }
    }

    /// <summary>Once, at the end.</summary>
    public ReportFigures Finish()
    {
        foreach (var (id, recommendation) in _recommendations.All)
        {
            Close(id, recommendation);
        }

        return new(
            _events,
            Fates(),
            new(_tally.Clicked, _tally.Seen),
            _views,
            _tally.Clicks,
            _tally.ClicksNotSeen,
            _tally.ClicksWithoutRank,
            _tally.Widgets,
            _tally.Ranks,
            _tally.Rules,
            [
                .. _unresolved
                    .Select((clicks, i) => new UnresolvedFigure(Codes<UnresolvedReason>.All[i], clicks))
                    .Where(row => row.Clicks > 0),
            ],
            _converted,
            _actions,
            _tally.Conversions,
            _tally.Recommendations,
            _days.Figures,
            new(_recommendations.Forgotten, _known.Forgotten, _tally.OfOtherWidgets, _days.LeftOut)
        );
    }

    /// <summary>What is not selected is never looked at, so nobody knows whether it is a duplicate.</summary>
    void AddSkipped(in Mapped mapped, in EventFacts facts)
    {
        if (mapped.IsSelected && facts.EventId is { } id && (IsKnown('m', id) || !IsNew('s', id)))
        {
            _skips[(int)SkipReason.Duplicate]++;
            return;
        }

        _skips[(int)mapped.Skip]++;
        _unresolved[(int)facts.Unresolved] += facts.Unresolved == UnresolvedReason.None ? 0 : 1;
    }

    void AddCounting(in Mapped mapped, in EventFacts facts)
    {
        var counting = false;
        foreach (var interaction in mapped.Span)
        {
            // Some interactions have ids that other events' have too: items of an order that is tracked again.
            if (mapped.RepeatedReason == SkipReason.None || IsNew('i', interaction.EventId))
            {
                counting = true;
                AddInteraction(interaction, mapped.Rule, facts);
            }
        }

        _counting += counting ? 1 : 0;
        _skips[(int)mapped.RepeatedReason] += counting ? 0 : 1;
    }

    void AddInteraction(Interaction interaction, ClickedItemRule rule, in EventFacts facts)
    {
        switch (facts.Part)
        {
            case EventPart.Click when facts.RecommendationId is { } id:
                RecommendationOf(id).AddClick(facts, interaction.ItemId, rule);
                _days.Add(facts.AtMilliseconds, clicks: 1);
                _clicks.Add(interaction);
                break;
            case EventPart.Action:
                AddAction(interaction, facts);
                break;
        }
    }

    void AddAction(Interaction action, in EventFacts facts)
    {
        var revenue =
            facts.IsPurchase && action.EventValue is { } value && MathF.Abs(value) < MaxRevenue
                ? (decimal)value
                : 0;
        _actions = _actions.With(facts.IsPurchase, revenue);
        if ((action.RecommendationId ?? _clicks.Find(action)) is { } id)
        {
            _converted = _converted.With(facts.IsPurchase, revenue);
            RecommendationOf(id).AddConversion(facts, action.EventType, revenue);
            _days.Add(
                facts.AtMilliseconds,
                conversions: default(Conversions).With(facts.IsPurchase, revenue)
            );
        }
    }

    CountedRecommendation RecommendationOf(string id)
    {
        if (!_recommendations.TryGet(id, out var recommendation))
        {
            recommendation = new();
            _recommendations.Set(id, recommendation);
        }

        return recommendation;
    }

    void Close(string id, CountedRecommendation recommendation)
    {
        _tally.Add(id, recommendation);
        if (recommendation.SeenAt is { } seenAt)
        {
            _days.Add(seenAt, clicked: recommendation.Clicks > 0 ? 1 : 0, seen: 1);
        }
    }

    List<FateFigure> Fates() =>
        [
            .. new[] { new FateFigure("counts", "", _counting) }
                .Concat(
                    _skips.Select((events, i) => new FateFigure("skipped", Codes<SkipReason>.All[i], events))
                )
                .Concat(
                    _deadLetters.Select(
                        (events, i) => new FateFigure("dead_letter", Codes<DeadLetterReason>.All[i], events)
                    )
                )
                .Where(row => row.Events > 0),
        ];

    /// <param name="kind">One event may be a view and be sent as well, or be mapped after it was skipped.</param>
    bool IsNew(char kind, string id)
    {
        if (IsKnown(kind, id))
        {
            return false;
        }

        _known.Set(Key(kind, id), value: true);
        return true;
    }

    bool IsKnown(char kind, string id) => _known.TryGet(Key(kind, id), out _);

    /// <summary>16 bytes of a hash in place of the id.</summary>
    static UInt128 Key(char kind, string id)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        _ = SHA256.HashData(Encoding.UTF8.GetBytes($"{kind}{id}"), hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }
}
