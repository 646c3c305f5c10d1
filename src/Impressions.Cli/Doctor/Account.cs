using Impressions.Core;

namespace Impressions.Cli.Doctor;

/// <summary>What was read of an account: everything that the checks look at. Null and empty where it does not exist or was not read.</summary>
sealed record Account
{
    public required string Region { get; init; }

    public LambdaFunction? Function { get; init; }

    /// <summary>The settings of the function; null where they are wrong or there is no function.</summary>
    public ImpressionsOptions? Options { get; init; }

    public IReadOnlyList<string> SettingProblems { get; init; } = [];

    public IReadOnlyList<EventSource> EventSources { get; init; } = [];

    public Stream? Stream { get; init; }

    /// <summary>Actions that the function needs, and whether its role allows them.</summary>
    public IReadOnlyDictionary<string, bool> Permissions { get; init; } =
        new Dictionary<string, bool>(StringComparer.Ordinal);

    public string TrackingId { get; init; } = "";

    public Tracker? Tracker { get; init; }

    public DatasetGroup? Group { get; init; }

    /// <summary>The interactions dataset.</summary>
    public Dataset? Interactions { get; init; }

    public IReadOnlyList<Solution> Solutions { get; init; } = [];

    public IReadOnlyList<Deployed> Campaigns { get; init; } = [];

    /// <summary>Of all dataset groups in the region.</summary>
    public IReadOnlyList<Deployed> Recommenders { get; init; } = [];

    /// <summary>Event types that filters of the group name.</summary>
    public IReadOnlyList<NamedTypes> Filters { get; init; } = [];

    /// <summary>Event types that metric attributions of the group count; empty where there is none.</summary>
    public IReadOnlyList<NamedTypes> MetricAttributions { get; init; } = [];

    /// <summary>Sums of the function's own metrics in the last day.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } =
        new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>Greatest of the last day; null where there is none.</summary>
    public TimeSpan? IteratorAge { get; init; }

    /// <summary>What could not be read, and why.</summary>
    public IReadOnlyList<Unread> Unread { get; init; } = [];

    public DateTimeOffset Now { get; init; }
}

/// <param name="LastUpdate">Of its code or settings, as Lambda calls it: <c>Successful</c>, <c>Failed</c>, <c>InProgress</c>.</param>
sealed record LambdaFunction(
    string Name,
    string Arn,
    string State,
    string StateReason,
    string LastUpdate,
    string Role,
    IReadOnlyDictionary<string, string> Variables
);

/// <param name="LastResult">As Lambda words it, such as <c>OK</c> or <c>PROBLEM: Function call failed</c>.</param>
/// <param name="MaxRecordAge">Null for as long as the stream keeps records.</param>
sealed record EventSource(
    string Id,
    string StreamArn,
    string State,
    string LastResult,
    bool HasFilter,
    bool ReportsItemFailures,
    string OnFailure,
    TimeSpan? MaxRecordAge
);

/// <param name="KeyId">Of its encryption; empty for none.</param>
sealed record Stream(string Arn, string Status, TimeSpan Retention, string KeyId);

sealed record Tracker(string Arn, string Id, string Status, string GroupArn);

/// <param name="Domain"><c>ECOMMERCE</c>, <c>VIDEO_ON_DEMAND</c>, or empty for a custom one.</param>
sealed record DatasetGroup(string Arn, string Status, string Domain);

/// <param name="Columns">Types by name, such as <c>string</c>; null is left out.</param>
sealed record Dataset(string Arn, string Status, IReadOnlyDictionary<string, string> Columns);

/// <param name="EventTypes">Those it is trained on; empty for all.</param>
/// <param name="LatestVersion">Null for none.</param>
sealed record Solution(
    string Name,
    string Arn,
    string Status,
    string Recipe,
    bool TrainsByItself,
    IReadOnlyList<string> EventTypes,
    SolutionVersion? LatestVersion
);

sealed record SolutionVersion(string Status, DateTimeOffset Created);

/// <summary>A campaign or a recommender.</summary>
/// <param name="Update">Status of an update; empty where none is under way or failed.</param>
sealed record Deployed(
    string Kind,
    string Name,
    string GroupArn,
    string Recipe,
    string Status,
    string Update
);

/// <summary>Something of the account that names event types.</summary>
sealed record NamedTypes(string Name, IReadOnlyList<string> EventTypes);

/// <param name="Code">Of the service's refusal.</param>
sealed record Unread(string Operation, string Code);
