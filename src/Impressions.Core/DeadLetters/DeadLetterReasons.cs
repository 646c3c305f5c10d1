using Impressions.Core.Delivery;

namespace Impressions.Core.DeadLetters;

static class DeadLetterReasons
{
    /// <summary>What a reason means and what to do about it, in one sentence; empty for an unknown code.</summary>
    /// <param name="code">Of a <see cref="DeadLetterReason"/>.</param>
    public static string Explain(string code) =>
        Codes<DeadLetterReason>.TryParse(code, out var reason) ? Explain(reason) : "";

    static string Explain(DeadLetterReason reason) =>
        reason switch
        {
            DeadLetterReason.CorruptRecord =>
                "the record's data is missing, damaged or not base64; find out what else writes to the stream.",
            DeadLetterReason.UnsupportedCompression =>
                "the record is compressed in a way this version cannot read; let Enrich compress with gzip or not at "
                    + "all, then replay with a version that can.",
            DeadLetterReason.TooLarge =>
                "there is more in the record or in one event than is read of one, which no real page sends; find out "
                    + "what does.",
            DeadLetterReason.WrongColumnCount =>
                "the line has not 131 columns, so it is no enriched event or a damaged one; point the function at "
                    + "the stream of enriched events.",
            DeadLetterReason.BrokenJson =>
                "a column that the mapping needs is not JSON; fix what writes the event, then replay the corrected line.",
            DeadLetterReason.Rejected =>
                "Personalize refused the interaction, sent alone; compare it with the dataset's schema, correct that or "
                    + "the settings, then replay.",
            _ => "",
        };
}
