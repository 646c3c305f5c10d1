using System.Text;
using Impressions.Core.Batching;
using Impressions.Core.Delivery;
using Impressions.Core.Mapping;
using Impressions.Core.Snowplow;
using Impressions.Core.Tests.Support;

namespace Impressions.Core.Tests.Fuzz;

/// <summary>
/// Lambda delivers a failed invocation again from its lowest failed record on, perhaps fewer records at a time. Whatever fails,
/// and however that is cut, in the end Personalize holds the same interactions, each the same user's: the first of equal ids
/// counts.
/// </summary>
public sealed class RedeliveryFuzzTests
{
    /// <summary>Every setting that is off by default.</summary>
    static readonly (string, string)[] Settings =
    [
        ("SESSION_IDENTITY", "on"),
        ("IMPRESSION_STORE", "memory"),
        ("ATTRIBUTE_CONVERSIONS", "memory"),
        ("IMPRESSION_EVENT_TYPE", "Impression"),
        ("EVENT_VALUES", "revenue"),
        ("ATTRIBUTION_SOURCE", "element_name"),
        ("PROPERTIES", "category=product.category"),
        ("MEDIA_ITEM", "media_player.label"),
        ("CLICKED_ITEM_PATTERN", "-"),
        ("DEAD_LETTERS", "log"),
        ("USERS_DATASET_ARN", "arn:aws:personalize:us-east-1:123456789012:dataset/shop/USERS"),
        ("USER_METADATA", "seen=derived_tstamp"),
        ("ITEMS_DATASET_ARN", "arn:aws:personalize:us-east-1:123456789012:dataset/shop/ITEMS"),
        ("ITEM_METADATA", "price=product.price"),
    ];

    /// <param name="hasShared">
    /// Some events share an id: copies that the tracker sends, and those of one step of media. What the second one says of its user
    /// is told where the first one came in another invocation, so only without them do the datasets end alike.
    /// </param>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Plan_RandomFaultsAndCuts_EndAsAFaultlessRun(bool hasShared)
    {
        var fates = FuzzRun.Check(
            share: 2,
            () =>
                random =>
                {
                    var batches = Stream(random, hasShared);
                    var faultless = new Delivery(faults: null);
                    var faulty = new Delivery(random);
                    batches.ForEach(faultless.Deliver);
                    batches.ForEach(faulty.Deliver);
                    Agreement.Same(faultless.Held, faulty.Held);
                    if (!hasShared)
                    {
                        Agreement.Same(faultless.Metadata, faulty.Metadata);
                    }

                    return faulty.Invocations <= batches.Count ? "delivered once"
                        : faulty.Metadata.Length > 0 ? "redelivered"
                        : "redelivered without metadata";
                }
        );

        Assert.True(!FuzzRun.IsUsual || fates.GetValueOrDefault("redelivered") > 100);
    }

    /// <summary>The records of a stream, in the batches that a faultless run gets.</summary>
    static List<List<(string SequenceNumber, byte[] Data)>> Stream(Random random, bool hasShared)
    {
        var lines = new List<string>();
        for (var left = random.Next(5, 30); left > 0; left--)
        {
            lines.Add(
                hasShared && lines.Count > 0 && random.Next(8) == 0
                    ? Resent(lines[random.Next(lines.Count)], lines.Count)
                    : Line(random, lines.Count, hasShared)
            );
        }

        return
        [
            .. lines
                .Select((line, i) => ($"{1_000 + i}", Encoding.UTF8.GetBytes(line)))
                .Chunk(random.Next(1, 10))
                .Select(batch => batch.ToList()),
        ];
    }

    /// <summary>A tracker sends an event again, with another time.</summary>
    static string Resent(string line, int number) =>
        line == "no event" ? line : line.With((EnrichedColumn.DerivedTimestamp, Time(number)));

    static string Time(int number) => $"2026-11-21 23:{number:00}:00.000";

    static string Line(Random random, int number, bool hasMedia)
    {
        var widget = Some.Widget($"RID-{random.Next(2)}");
        var item = $"item-{random.Next(3)}";
        var line = random.Next(8) switch
        {
            0 => "no event",
            1 => Some.Line((EnrichedColumn.EventName, "page_view")),
            2 => Some.Click("https://shop.example/p", widget),
            3 => Some.Click("https://shop.example/p", widget, Some.ItemComponent(item)),
            4 => Some.Described(
                $"{Some.Schema}/expose_element/jsonschema/1-0-0",
                "{}",
                widget,
                Some.Shown(item)
            ),
            5 or 6 when hasMedia => Some.Described(
                "iglu:com.snowplowanalytics.snowplow.media/percent_progress_event/jsonschema/1-0-0",
                $$"""{"percentProgress":{{random.Next(50)}}}""",
                Some.Entity($"{Some.Schema}/media_player/jsonschema/2-0-0", """{"label":"film-1"}""")
            ),
            _ => Some.Action("list_view", Some.Product(item), Some.Product("item-9")),
        };
        return line == "no event"
            ? line
            : line.With(
                (EnrichedColumn.EventId, random.Next(8) == 0 ? "" : $"event-{number}"),
                (EnrichedColumn.UserId, random.Next(3) == 0 ? $"user-{random.Next(3)}" : ""),
                (EnrichedColumn.DomainSessionId, $"session-{random.Next(3)}"),
                (EnrichedColumn.DerivedTimestamp, Time(number))
            );
    }

    /// <summary>A function that stays warm, Lambda around it, and what Personalize holds in the end.</summary>
    /// <param name="faults">Null for none.</param>
    sealed class Delivery(Random? faults)
    {
        readonly Pipeline _pipeline = new(Some.Options(Settings));
        readonly Dictionary<string, string> _held = new(StringComparer.Ordinal);
        readonly Dictionary<(Dataset, string), Metadata> _metadata = [];

        public int Invocations { get; private set; }

        public string Held => string.Join('\n', _held.Values.Order(StringComparer.Ordinal));

        /// <summary>What the datasets hold of users and items.</summary>
        public string Metadata =>
            string.Join(
                '\n',
                _metadata
                    .Values.Select(entry => $"{entry.Dataset} {entry.Id} {entry.Properties}")
                    .Order(StringComparer.Ordinal)
            );

        public void Deliver(List<(string SequenceNumber, byte[] Data)> records)
        {
            for (var left = records; left.Count > 0; )
            {
                var some = faults is null || left == records ? left : left[..faults.Next(1, left.Count + 1)];
                var failed = Invoke(some);
                left =
                    failed.Length == 0
                        ? left[some.Count..]
                        : left[left.FindIndex(record => record.SequenceNumber == failed)..];
            }
        }

        /// <returns>The lowest failed sequence number; empty for none.</returns>
        string Invoke(List<(string SequenceNumber, byte[] Data)> records)
        {
            Invocations++;
            var all = records.Select(record =>
                Some.Record(record.SequenceNumber, Convert.ToBase64String(record.Data))
                    .Replace("1795304952.5", $"179530{record.SequenceNumber}.5", StringComparison.Ordinal) // each later
            );
            var payload = Encoding.UTF8.GetBytes($$"""{"Records":[{{string.Join(',', all)}}]}""");
            var (plan, outcome) = _pipeline.Plan(payload);
            for (var sessions = plan.Sessions; sessions.Count > 0; sessions = outcome.TakeStandIns())
            {
                foreach (var session in sessions)
                {
                    Send(session, outcome);
                }
            }

            foreach (var entry in plan.Metadata)
            {
                Tell(entry);
            }

            return Encoding.UTF8.GetString(outcome.Records.LowestFailed());
        }

        /// <summary>As the function's sender does: what is older does not replace what is newer.</summary>
        void Tell(Metadata entry)
        {
            var key = (entry.Dataset, entry.Id);
            if (
                !_metadata.TryGetValue(key, out var held)
                || entry.ArrivalMilliseconds >= held.ArrivalMilliseconds
            )
            {
                _metadata[key] = entry;
            }
        }

        /// <summary>As the function's sender does: a session ends at its first unavailable batch.</summary>
        void Send(IReadOnlyList<Batch> session, InvocationOutcome outcome)
        {
            var waiting = new Stack<Batch>(session.Reverse());
            while (waiting.TryPop(out var batch))
            {
                var fault = Invocations > 40 ? 9 : faults?.Next(10) ?? 9;
                if (fault == 0)
                {
                    return; // not sent: the deadline came first
                }

                var answer =
                    batch.Entries.Any(entry => IsRefused(entry.Interaction)) ? Answers.Rejected
                    : fault <= 2 ? Answers.Unavailable
                    : Answers.Accepted;
                if (answer == Answers.Accepted || (answer == Answers.Unavailable && fault == 1)) // the answer got lost
                {
                    foreach (var (interaction, _) in batch.Entries)
                    {
                        _ = _held.TryAdd(interaction.EventId, Agreement.Text(interaction));
                    }
                }

                outcome.Add(new SentBatch(batch, answer, DateTimeOffset.UnixEpoch, TimeSpan.Zero));
                if (answer == Answers.Unavailable)
                {
                    return;
                }

                if (answer == Answers.Rejected && batch.Count > 1)
                {
                    var (first, second) = batch.Split();
                    waiting.Push(second);
                    waiting.Push(first);
                }
            }
        }

        /// <summary>Each time the same ones, about one of seven.</summary>
        static bool IsRefused(Interaction interaction) => interaction.SentAtMilliseconds / 60_000 % 7 == 0;
    }
}
