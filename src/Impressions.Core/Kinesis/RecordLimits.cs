namespace Impressions.Core.Kinesis;

/// <summary>
/// How much one record may hold. A few bytes on the stream can stand for gigabytes, and what outgrows the function's
/// memory would be delivered again and again; so what is beyond these is a dead letter.
/// </summary>
static class RecordLimits
{
    /// <summary>
    /// Most that is taken out of one compressed or aggregated record (bytes). Snowplow's own loaders stop at 5 MiB.
    /// </summary>
    public const int MaxDecodedBytes = 32 << 20;

    /// <summary>Largest event (bytes): as large as a record of Kinesis can be. Snowplow's own loaders stop at 10,000,000.</summary>
    public const int MaxEventBytes = 10 << 20;

    /// <summary>Most events of one record (events): so many of 1 KiB, which no real one is under, fill the largest.</summary>
    public const int MaxEvents = MaxDecodedBytes >> 10;

    /// <summary>What a small function takes out of one record; large ones take as much as any does (bytes).</summary>
    /// <param name="heapBytes">What the heap may take (bytes).</param>
    public static int DecodedBytes(long heapBytes) => (int)Math.Min(MaxDecodedBytes, heapBytes / 8);

    /// <summary>Most events of a record of which no more than this is taken out (events).</summary>
    public static int Events(int decodedBytes) => decodedBytes >> 10;
}
