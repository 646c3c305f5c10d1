using System.Diagnostics.CodeAnalysis;

namespace Impressions;

/// <summary>What a click on a recommendation becomes when nothing tells which item was clicked.</summary>
enum UnresolvedClick : byte
{
    /// <summary>A click on the first item shown, if any was.</summary>
    First,
    Skip,
}

/// <summary>Who an event belongs to that names no user.</summary>
enum AnonymousUsers : byte
{
    /// <summary>The device's id stands for the user.</summary>
    Device,

    /// <summary>Nobody: Personalize joins the session's history when the visitor logs in.</summary>
    Session,
}

/// <summary>Whether an event that names no user gets the one that another event of its session names.</summary>
enum SessionIdentity : byte
{
    Off,
    On,
}

/// <summary>What a purchased item's interaction says it is worth.</summary>
enum EventValue : byte
{
    /// <summary>Nothing.</summary>
    Off,

    /// <summary>Of one piece, in the currency of the event.</summary>
    Price,

    /// <summary>Pieces.</summary>
    Quantity,

    /// <summary>Price times quantity.</summary>
    Revenue,
}

/// <summary>Where it is remembered what recommendations showed, for the clicks that do not say it.</summary>
enum ImpressionStore : byte
{
    /// <summary>Nowhere.</summary>
    Off,

    /// <summary>In this process, as long as it lives.</summary>
    Memory,

    /// <summary>There, and in a table that all processes share.</summary>
    Dynamodb,
}

/// <summary>What becomes of what can never be sent where there is no bucket for it.</summary>
enum DeadLetterPolicy : byte
{
    /// <summary>Its record stays a batch item failure, so that Lambda's on-failure destination gets it in the end.</summary>
    Keep,

    /// <summary>Its place in the stream and the reason are logged, and it is let go.</summary>
    Log,
}

/// <summary>All settings, whole and valid, or the list of what is wrong with them.</summary>
sealed class ImpressionsOptions
{
    /// <summary>Longest attribute name (characters); Snowplow's <c>element</c> schema.</summary>
    const int MaxAttributeLength = 255;

    ImpressionsOptions() { }

    public required string TrackingId { get; init; }

    /// <summary>Null selects every event.</summary>
    public required NamePattern? EventSelection { get; init; }

    public required EventTypes EventTypes { get; init; }

    /// <summary>Null recognises no recommendation.</summary>
    public required NamePattern? RecommendationElement { get; init; }

    /// <summary>UTF-8.</summary>
    public required byte[] RecommendationAttribute { get; init; }

    /// <summary>UTF-8.</summary>
    public required byte[] ItemAttribute { get; init; }

    /// <summary>Null looks for none.</summary>
    public required ItemPattern? ClickedItemPattern { get; init; }

    public required UnresolvedClick UnresolvedClick { get; init; }

    public required AnonymousUsers AnonymousUsers { get; init; }

    public required SessionIdentity SessionIdentity { get; init; }

    /// <summary>What a recommendation that came into view becomes; empty for nothing.</summary>
    public required string ImpressionEventType { get; init; }

    public required EventValue EventValue { get; init; }

    /// <summary><see cref="Attribution.ElementName"/> or a constant; null attributes nothing.</summary>
    public required string? AttributionSource { get; init; }

    /// <summary>What goes into <c>properties</c>, in this order; none by default.</summary>
    public required IReadOnlyList<(string Name, EventField Field)> Properties { get; init; }

    /// <summary>Null maps no media events.</summary>
    public required Media? Media { get; init; }

    /// <summary>Null tells nothing of users.</summary>
    public required DatasetOptions? Users { get; init; }

    /// <summary>Null tells nothing of items.</summary>
    public required DatasetOptions? Items { get; init; }

    public required ImpressionStore ImpressionStore { get; init; }

    /// <summary>Null unless shown items are remembered in a table.</summary>
    public required string? ImpressionTable { get; init; }

    /// <summary>The entities that settings name. Without queries: those over tuples are compiled anew in every start.</summary>
    public IReadOnlyList<EntityName> EntityNames
    {
        get
        {
            var names = new List<EntityName>();
            Add(Properties);
            Add(Users?.Properties ?? []);
            Add(Items?.Properties ?? []);
            names.AddRange(Media?.Entities ?? []);
            return names;

            void Add(IReadOnlyList<(string Name, EventField Field)> properties)
            {
                for (var i = 0; i < properties.Count; i++)
                {
                    if (properties[i].Field.Entity is { } name)
                    {
                        names.Add(name);
                    }
                }
            }
        }
    }

    /// <summary>Most PutEvents calls under way at once (calls).</summary>
    public required int PutEventsConcurrency { get; init; }

    public required DeadLetterPolicy DeadLettersWithoutBucket { get; init; }

    /// <summary>What a bucket takes is kept until it is there.</summary>
    public DeadLetterPolicy DeadLetters =>
        DeadLetterBucket is null ? DeadLettersWithoutBucket : DeadLetterPolicy.Keep;

    /// <summary>Where dead letters are stored; null for nowhere.</summary>
    public required string? DeadLetterBucket { get; init; }

    /// <summary>What the keys of stored dead letters begin with.</summary>
    public required string DeadLetterPrefix { get; init; }

    /// <summary>Reads all settings and finds every mistake in them, not only the first.</summary>
    /// <param name="variable">An environment variable by its name; null or empty means its default.</param>
    public static bool TryRead(
        Func<string, string?> variable,
        [NotNullWhen(true)] out ImpressionsOptions? options,
        out IReadOnlyList<string> problems
    )
    {
        var read = new SettingReader(variable);
        var impressionEventType = read.Value(Settings.ImpressionEventType);
        var hasMedia = read.Value(Settings.MediaItem).Length > 0;
        var whole = new ImpressionsOptions
        {
            TrackingId = read.Text(Settings.TrackingId, PersonalizeLimits.MaxIdLength),
            EventSelection = read.Selection(Settings.EventSelection, FurtherEvents(read)),
            EventTypes = read.EventTypes(Settings.EventTypes, impressionEventType, hasMedia),
            RecommendationElement = read.Names(Settings.RecommendationElement),
            RecommendationAttribute = read.Utf8(Settings.RecommendationAttribute, MaxAttributeLength),
            ItemAttribute = read.Utf8(Settings.ItemAttribute, MaxAttributeLength),
            ClickedItemPattern = read.Item(Settings.ClickedItemPattern),
            UnresolvedClick = read.Choice<UnresolvedClick>(Settings.UnresolvedClick),
            AnonymousUsers = read.Choice<AnonymousUsers>(Settings.AnonymousUsers),
            SessionIdentity = read.Choice<SessionIdentity>(Settings.SessionIdentity),
            ImpressionEventType = read.Checked(
                Settings.ImpressionEventType,
                type => type.Length == 0 || (type.Trim().Length > 0 && EventTypes.IsEventType(type))
            ),
            EventValue = read.Choice<EventValue>(Settings.EventValues),
            AttributionSource = read.Optional(Settings.AttributionSource, Attribution.IsSource),
            Properties = read.Properties(Settings.Properties),
            Media = ReadMedia(read),
            Users = read.Dataset(Settings.UsersDatasetArn, Settings.UserMetadata),
            Items = read.Dataset(Settings.ItemsDatasetArn, Settings.ItemMetadata),
            ImpressionStore = read.Choice<ImpressionStore>(Settings.ImpressionStore),
            ImpressionTable = ReadTable(read),
            PutEventsConcurrency = ReadConcurrency(read),
            DeadLettersWithoutBucket = read.Choice<DeadLetterPolicy>(Settings.DeadLetters),
            DeadLetterBucket = read.Optional(Settings.DeadLetterBucket, S3Names.IsBucket),
            DeadLetterPrefix = read.Checked(Settings.DeadLetterPrefix, S3Names.IsPrefix),
        };
        problems = read.Problems;
        options = problems.Count == 0 ? whole : null;
        return options is not null;
    }

    /// <summary>For whoever must know it before the rest is read.</summary>
    /// <returns><see cref="PutEventsConcurrency"/>, 1 or more; any such number where the setting is wrong, which <see cref="TryRead"/> reports.</returns>
    public static int ReadConcurrency(Func<string, string?> variable) =>
        Math.Max(1, ReadConcurrency(new SettingReader(variable)));

    static int ReadConcurrency(SettingReader read) => read.Number(Settings.PutEventsConcurrency, most: 256);

    /// <summary>Events that other settings are about, for the default of the selection.</summary>
    static string FurtherEvents(SettingReader read)
    {
        var wantsImpressions =
            read.Value(Settings.ImpressionEventType).Length > 0
            || read.Value(Settings.ImpressionStore) != Settings.ImpressionStore.Default;
        var wantsMedia = read.Value(Settings.MediaItem).Length > 0;
        return (wantsImpressions ? "|expose_element" : "")
            + (wantsMedia ? "|" + string.Join('|', Media.EventNames) : "");
    }

    /// <summary>A table where one is shared, and only there.</summary>
    static string? ReadTable(SettingReader read)
    {
        var isShared =
            read.Value(Settings.ImpressionStore) == Codes<ImpressionStore>.Of(ImpressionStore.Dynamodb);
        var name = read.Checked(
            Settings.ImpressionTable,
            name => isShared ? IsTableName(name) : name.Length == 0
        );
        return isShared ? name : null;
    }

    static Media? ReadMedia(SettingReader read)
    {
        var item = read.Field(Settings.MediaItem);
        var percent = read.Number(Settings.TimeWatchedPercent, most: 100);
        var seconds = read.Number(Settings.TimeWatchedSeconds, most: 86_400);
        return item is null ? null : new Media(item, percent, seconds);
    }

    static bool IsTableName(string name) =>
        name.Length is >= 3 and <= 255
        && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '.' or '-');
}
