using Impressions.Core.Snowplow;
using Impressions.Core.Tests.Support;

namespace Impressions.Core.Tests.Fuzz;

/// <summary>What says whether an event counts: marks of robots, and what a filter compares with.</summary>
sealed class MadeMarks(Random random)
{
    static readonly string[] Devices =
    [
        "Robot",
        "Robot Mobile",
        "Robot Imitator",
        "Desktop",
        "robot",
        "Rob\\u006ft",
    ];

    /// <summary>What a filter compares with.</summary>
    static readonly string[] Values =
    [
        "true",
        "false",
        "null",
        "\"true\"",
        "1",
        "3",
        "3.0",
        "\"b\"",
        "\"a\"",
        "[\"a\",\"b\"]",
        "[true]",
        "[1,[2]]",
        "[]",
        "{}",
        "\"J\\u00f6rg\"",
        "\"a\\n\"",
        $"\"{new string('a', 8_193)}\"",
    ];

    static readonly int IsMobile = EnrichedColumns.Names.ToList().IndexOf("dvce_ismobile");

    /// <summary>In columns that say which events count.</summary>
    public string Columns(string line)
    {
        var columns = line.Split('\t');
        columns[(int)EnrichedColumn.BrowserType] = Any(["", "", "Browser", "Browser", "Robot", "robot"]);
        columns[0] = Any(["shop", "shop", "web", ""]); // app_id
        columns[IsMobile] = Any(["0", "0", "1", "", "2"]);
        return string.Join('\t', columns);
    }

    /// <summary>One that says whether the event counts.</summary>
    public string Entity() =>
        random.Next(5) switch
        {
            0 => Some.Entity(
                "iglu:com.iab.snowplow/spiders_and_robots/jsonschema/1-0-0",
                $$"""{"spiderOrRobot":{{Any(Values)}}}"""
            ),
            1 => Some.Entity(
                "iglu:com.snowplowanalytics.snowplow/bot_detection/jsonschema/1-0-0",
                $$"""{"bot":{{Any(Values)}}}"""
            ),
            2 => Some.Entity(
                "iglu:nl.basjes/yauaa_context/jsonschema/1-0-0",
                $$"""{"deviceClass":"{{Any(Devices)}}","agentClass":"{{Any(Devices)}}"}"""
            ),
            _ => Some.Entity(
                $"iglu:com.{Any(["acme", "acme", "other"])}/user/jsonschema/{Any(["1-0-0", "1-2-0", "2-0-0"])}",
                $$"""{"{{Any(["is_internal", "level", "tags", "name"])}}":{{Any(Values)}},"{{Any(["is_internal", "level", "tags", "name"])}}":{{Any(Values)}}}"""
            ),
        };

    T Any<T>(IReadOnlyList<T> all) => all[random.Next(all.Count)];
}
