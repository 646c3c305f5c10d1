namespace Impressions;

/// <summary>An event that can never be sent: where it stands and why, none of what it holds.</summary>
readonly record struct DeadLetter(EventPosition Position, DeadLetterReason Reason);
