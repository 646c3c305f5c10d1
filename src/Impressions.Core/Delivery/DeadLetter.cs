using Impressions.Core.Kinesis;
using Impressions.Core.Mapping;

namespace Impressions.Core.Delivery;

/// <summary>An event that can never be sent: where it stands and why, none of what it holds.</summary>
/// <param name="Id">Its id in <see cref="SettledIds"/> once it is stored.</param>
/// <param name="Refused">The interaction that Personalize refused; null for every other reason.</param>
/// <param name="Code">The error code of that answer; empty for every other reason.</param>
readonly record struct DeadLetter(
    EventPosition Position,
    DeadLetterReason Reason,
    string Id,
    Interaction? Refused = null,
    string Code = ""
);
