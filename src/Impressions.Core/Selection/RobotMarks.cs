using Impressions.Core.Json;
using Impressions.Core.Snowplow;

namespace Impressions.Core.Selection;

/// <summary>What Enrich's own means write on an event that a robot sent; one of them is enough.</summary>
static class RobotMarks
{
    /// <summary>The old user agent parser's, in a column; no JSON is read for it.</summary>
    public static bool AreOn(in EnrichedEvent enriched) =>
        enriched[EnrichedColumn.BrowserType].SequenceEqual("Robot"u8);

    /// <summary>In the entities of the enrichments IAB, YAUAA and bot detection.</summary>
    /// <param name="entities">Has read the event.</param>
    public static bool AreOn(in EnrichedEvent enriched, EntityIndex entities) =>
        IsTrue(entities.First(EntityKind.SpidersAndRobots, enriched).Member("spiderOrRobot"u8))
        || IsTrue(entities.First(EntityKind.BotDetection, enriched).Member("bot"u8))
        || IsRobotsUserAgent(entities.First(EntityKind.Yauaa, enriched));

    static bool IsTrue(JsonValue value) => value.Raw.SequenceEqual("true"u8);

    /// <summary>As Enrich's bot detection reads it.</summary>
    static bool IsRobotsUserAgent(JsonValue yauaa) =>
        IsRobot(yauaa.Member("deviceClass"u8))
        || yauaa.Member("deviceClass"u8).TextIs("Robot Imitator"u8)
        || IsRobot(yauaa.Member("agentClass"u8));

    static bool IsRobot(JsonValue value) => value.TextIs("Robot"u8) || value.TextIs("Robot Mobile"u8);
}
