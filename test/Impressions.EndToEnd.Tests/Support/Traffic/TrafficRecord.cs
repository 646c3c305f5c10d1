namespace Impressions.EndToEnd.Tests.Support.Traffic;

/// <summary>A Kinesis record of one captured event.</summary>
/// <param name="Number">From 0, in the order of the shard.</param>
/// <param name="Expected">Empty when nothing in it is for Personalize.</param>
sealed record TrafficRecord(int Number, byte[] Line, IReadOnlyList<ExpectedInteraction> Expected)
{
    /// <summary>As long as Kinesis makes them: beyond every integer of the machine.</summary>
    public string SequenceNumber => $"4967134092113456789012345678901234567890123456{Number:D10}";
}
