namespace Impressions.Core.Kinesis;

/// <summary>Where an event stands in an invocation.</summary>
/// <param name="Record">0-based, in the order of the payload.</param>
/// <param name="Line">0-based, among all events of the record, however it holds them.</param>
readonly record struct EventPosition(int Record, int Line);
