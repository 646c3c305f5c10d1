using Impressions.Emulation.Personalize;
using Impressions.Sandbox.View;

namespace Impressions.Sandbox;

/// <summary>Joins an event with the calls that carried it.</summary>
static class SentEvents
{
    /// <param name="fated">As the mapping predicts it.</param>
    /// <param name="calls">All calls of its invocation.</param>
    /// <param name="problem">Why the invocation failed as a whole; empty when it answered.</param>
    public static SeenEvent With(
        SeenEvent fated,
        IReadOnlyList<(int Number, PutEventsCall Call)> calls,
        string problem
    )
    {
        if (problem.Length > 0)
        {
            return fated with
            {
                Fate = EventFate.Failed,
                IsIntended = false,
                Explanation =
                    $"The function did not answer, and Lambda would deliver the event again: {problem}",
            };
        }

        if (fated.Interactions.Count == 0)
        {
            return fated;
        }

        var carried = calls.Where(call => Carries(call.Call, fated)).ToList();
        var accepted = carried
            .Where(call => call.Call.IsAccepted)
            .SelectMany(call => call.Call.Request!.Events)
            .Select(entry => entry.EventId)
            .ToHashSet(StringComparer.Ordinal);
        var isSent = fated.Interactions.All(interaction => accepted.Contains(interaction.EventId));
        return fated with
        {
            Calls = [.. carried.Select(call => call.Number)],
            Fate = isSent ? EventFate.Sent : EventFate.Failed,
            IsIntended = isSent,
            Explanation = isSent
                ? "Personalize took it."
                : "Personalize did not take all of it; what it refuses for good goes into the dead-letter bucket.",
        };
    }

    static bool Carries(PutEventsCall call, SeenEvent fated) =>
        call.Request?.Events.Any(entry =>
            fated.Interactions.Any(interaction => interaction.EventId == entry.EventId)
        ) == true;
}
