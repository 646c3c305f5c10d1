using System.Text;
using Impressions.Core.Delivery;
using Impressions.Core.Mapping;

namespace Impressions.Core.Tests.Support;

/// <summary>What became of one line that came alone, and what was counted.</summary>
sealed class OneEvent
{
    /// <summary>When the record reached the stream (milliseconds since 1970-01-01 UTC).</summary>
    public const long ArrivalMilliseconds = 1_795_304_952_500;

    /// <summary>The only event of its record.</summary>
    public static EventOrigin Origin => new("shardId-000000000000:100"u8, line: 0, ArrivalMilliseconds);

    OneEvent(Mapped mapped, InvocationReport report)
    {
        Mapped = mapped;
        Report = report;
    }

    public Mapped Mapped { get; }

    public InvocationReport Report { get; }

    /// <summary>By its name, since a public test method cannot take the enum.</summary>
    public string Skip => Mapped.Skip.ToString();

    public DeadLetterReason DeadLetter => Mapped.DeadLetter;

    public IReadOnlyList<Interaction> Interactions => Mapped.Interactions;

    public Interaction Only => Assert.Single(Mapped.Interactions);

    public IEnumerable<string> Items => Mapped.Interactions.Select(interaction => interaction.ItemId);

    public static OneEvent Map(string line, params (string Name, string Value)[] settings) =>
        Map(Encoding.UTF8.GetBytes(line), settings);

    public static OneEvent Map(byte[] line, params (string Name, string Value)[] settings)
    {
        var report = new InvocationReport();
        var mapped = new Pipeline(Some.Options(settings)).Map(line, Origin);
        report.Count(mapped);
        return new OneEvent(mapped, report);
    }
}
