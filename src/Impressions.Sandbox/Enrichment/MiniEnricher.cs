using System.Globalization;
using Impressions.Sandbox.Collector;

namespace Impressions.Sandbox.Enrichment;

/// <summary>
/// As much of Snowplow's Enrich as an event needs to reach the function: the tracker protocol into 131 columns, and the
/// checks that would make a bad row of it. No enrichment that asks another service: no geography, no user agent.
/// </summary>
static class MiniEnricher
{
    const string Vendor = "com.snowplowanalytics.snowplow";
    const string Version = "impressions-sandbox";

    static readonly Dictionary<string, (string Event, string Vendor, string Name)> Kinds = new(
        StringComparer.Ordinal
    )
    {
        ["pv"] = ("page_view", Vendor, "page_view"),
        ["pp"] = ("page_ping", Vendor, "page_ping"),
        ["tr"] = ("transaction", Vendor, "transaction"),
        ["ti"] = ("transaction_item", Vendor, "transaction_item"),
        ["se"] = ("struct", "com.google.analytics", "event"),
        ["ue"] = ("unstruct", "", ""),
    };

    /// <param name="now">When it is enriched.</param>
    /// <param name="schemas">What events and entities are checked against; null for the published ones.</param>
    public static EnrichedTracking Enrich(
        TrackedEvent tracked,
        DateTimeOffset now,
        SchemaShapes? schemas = null
    )
    {
        var row = new EnrichedRow();
        var problems = new List<TrackingProblem>();
        var @unchecked = new List<string>();
        var check = new SchemaCheck(schemas ?? SchemaShapes.Published, problems, @unchecked);
        row.Set("etl_tstamp", now);
        row["v_collector"] = Version;
        row["v_etl"] = Version;
        SetParameters(tracked, row, problems);
        SetRequest(tracked, row);
        SetTimes(tracked, row, problems);
        SetKind(tracked, row, problems);
        var columns = new SelfDescribingColumns(tracked, row, check, problems);
        var entities = columns.SetEntities();
        var self = columns.SetEvent();
        return new EnrichedTracking(row, self, entities, problems, @unchecked);
    }

    static void SetParameters(TrackedEvent tracked, EnrichedRow row, List<TrackingProblem> problems)
    {
        foreach (var (parameter, column, kind, maxLength) in ParameterColumns.All)
        {
            var value = tracked[parameter];
            if (value.Length == 0)
            {
                continue;
            }

            row[column] = kind == ColumnKind.Id ? value.ToLowerInvariant() : value;
            if (ParameterColumns.Problem(value, kind, maxLength) is { } problem)
            {
                Add(problems, parameter, $"{column} ({parameter}) {problem}.");
            }
        }

        foreach (var (parameter, width, height) in ParameterColumns.Sizes)
        {
            if (tracked[parameter].Split('x') is [var first, var second] && IsWhole(first) && IsWhole(second))
            {
                row[width] = first;
                row[height] = second;
            }
            else if (tracked[parameter].Length > 0)
            {
                Add(problems, parameter, $"{parameter} is no size such as 1280x800.");
            }
        }

        if (tracked["eid"].Length == 0)
        {
            row["event_id"] = Guid.NewGuid().ToString();
        }
    }

    static void SetRequest(TrackedEvent tracked, EnrichedRow row)
    {
        var request = tracked.Request;
        row["useragent"] = tracked["ua"].Length > 0 ? tracked["ua"] : request.UserAgent;
        row["user_ipaddress"] = request.IpAddress ?? "unknown";
        row["network_userid"] = request.NetworkUserId ?? Guid.Empty.ToString();
        row["page_url"] = tracked["url"].Length > 0 ? tracked["url"] : request.Page;
        row["page_referrer"] = tracked["refr"];
        SetUrl(row, "page", row["page_url"]);
        SetUrl(row, "refr", row["page_referrer"]);
        if (row["refr_urlhost"].Length > 0 && row["refr_urlhost"] == row["page_urlhost"])
        {
            row["refr_medium"] = "internal";
        }
    }

    static void SetUrl(EnrichedRow row, string prefix, string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Host.Length == 0)
        {
            return;
        }

        row[$"{prefix}_urlscheme"] = url.Scheme;
        row[$"{prefix}_urlhost"] = url.Host;
        row[$"{prefix}_urlport"] = url.Port.ToString(CultureInfo.InvariantCulture);
        row[$"{prefix}_urlpath"] = url.AbsolutePath;
        row[$"{prefix}_urlquery"] = url.Query.TrimStart('?');
        row[$"{prefix}_urlfragment"] = url.Fragment.TrimStart('#');
    }

    /// <summary>When it happened, by the collector's clock: the device's may be wrong, but not what lies between two looks at it.</summary>
    static void SetTimes(TrackedEvent tracked, EnrichedRow row, List<TrackingProblem> problems)
    {
        var collected = tracked.Request.ReceivedAt;
        var created = Time(tracked, "dtm", "dvce_created_tstamp", row, problems);
        var sent = Time(tracked, "stm", "dvce_sent_tstamp", row, problems);
        var truth = Time(tracked, "ttm", "true_tstamp", row, problems);
        row.Set("collector_tstamp", collected);
        var derived = truth ?? (created < sent ? collected - (sent.Value - created.Value) : collected);
        row.Set("derived_tstamp", derived);
    }

    static DateTimeOffset? Time(
        TrackedEvent tracked,
        string parameter,
        string column,
        EnrichedRow row,
        List<TrackingProblem> problems
    )
    {
        if (tracked[parameter].Length == 0)
        {
            return null;
        }

        if (
            !long.TryParse(
                tracked[parameter],
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var milliseconds
            )
            || milliseconds > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
        )
        {
            Add(problems, parameter, $"{column} ({parameter}) is no time in milliseconds.");
            return null;
        }

        var time = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
        row.Set(column, time);
        return time;
    }

    static void SetKind(TrackedEvent tracked, EnrichedRow row, List<TrackingProblem> problems)
    {
        if (!Kinds.TryGetValue(tracked["e"], out var kind))
        {
            Add(problems, "e", $"e names no kind of event: want one of {string.Join(", ", Kinds.Keys)}.");
            return;
        }

        row["event"] = kind.Event;
        row["event_vendor"] = kind.Vendor;
        row["event_name"] = kind.Name;
        row["event_format"] = "jsonschema";
        row["event_version"] = "1-0-0";
    }

    static bool IsWhole(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    static void Add(List<TrackingProblem> problems, string where, string says) =>
        problems.Add(new(TrackingProblemKind.Parameter, where, says));
}
