using System.Globalization;
using System.Text;
using Impressions.Core;
using Impressions.Core.Mapping;
using Impressions.Core.Snowplow;

namespace Impressions.Benchmarks;

/// <summary>
/// The load of a shop, the same in every run: of ten events three are selected, of each kind in turn, and seven say that a
/// recommendation came into view, which is 4 kB long. Each event has an id of its own.
/// </summary>
static class Mix
{
    const int SelectedOfTen = 3;

    public static byte[] Payload(int records) => Captured.PayloadOf([.. Lines(records)]);

    /// <summary>Without their newline.</summary>
    public static IEnumerable<byte[]> Lines(int records)
    {
        var selected = new Pipeline(Captured.Options());
        var interactions = Captured.Lines.Where(line => BecomesInteractions(line, selected)).ToList();
        var exposed = Captured.Lines.Where(line => NameOf(line) == "expose_element").ToList();
        for (var i = 0; i < records; i++)
        {
            var source = i % 10 < SelectedOfTen ? interactions : exposed;
            yield return WithId(source[i % source.Count], i);
        }
    }

    static bool BecomesInteractions(byte[] line, Pipeline pipeline)
    {
        var origin = new EventOrigin("shardId-000000000000:1"u8, line: 0, arrivalMilliseconds: 0);
        return pipeline.Map(line, origin).Interactions.Count > 0;
    }

    static string NameOf(byte[] line) =>
        Encoding.UTF8.GetString(line).Split('\t')[(int)EnrichedColumn.EventName];

    static byte[] WithId(byte[] line, int number)
    {
        var columns = Encoding.UTF8.GetString(line).Split('\t');
        columns[(int)EnrichedColumn.EventId] = string.Create(
            CultureInfo.InvariantCulture,
            $"{number:x8}-0000-4000-8000-00000000000e"
        );
        return Encoding.UTF8.GetBytes(string.Join('\t', columns));
    }
}
