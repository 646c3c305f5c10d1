using System.Diagnostics.CodeAnalysis;
using Impressions.Core.DeadLetters;
using Impressions.Core.Mapping;
using Impressions.Core.Personalize;
using Impressions.Core.Selection;
using Impressions.Core.Snowplow;

namespace Impressions.Core;

/// <summary>All settings, whole and valid, or the list of what is wrong with them.</summary>
sealed class ImpressionsOptions
{
    /// <summary>Longest attribute name (characters); Snowplow's <c>element</c> schema.</summary>
    const int MaxAttributeLength = 255;

    ImpressionsOptions() { }

    /// <summary>The event tracker's id (1 to 256 characters). Required.</summary>
    public required string TrackingId { get; init; }

    /// <summary>
    /// Which events are looked at, by <c>event_name</c>; null for every event. Default: those that have an event type by
    /// default, and those that other settings are about.
    /// </summary>
    public required NamePattern? EventSelection { get; init; }

    /// <summary>Which of those count, by their columns and entities (0 to 8 conditions). Default: all.</summary>
    public required EventFilter EventFilter { get; init; }

    /// <summary>Default: <see cref="Robots.Skip"/>.</summary>
    public required Robots Robots { get; init; }

    /// <summary>Which event type each event becomes (at most 10 different types). Default: <see cref="EventTable"/>.</summary>
    public required EventTypes EventTypes { get; init; }

    /// <summary>
    /// Which elements are recommendations, by name; null for none. Default: <c>recommendation-impression</c> alone.
    /// </summary>
    public required NamePattern? RecommendationElement { get; init; }

    /// <summary>
    /// The data attribute with the recommendation's id (UTF-8, 1 to 255 characters). Default: <c>recommendationId</c>.
    /// </summary>
    public required byte[] RecommendationAttribute { get; init; }

    /// <summary>Where else an event holds its recommendation id; null, the default, for nowhere.</summary>
    public required EventField? RecommendationId { get; init; }

    /// <summary>The data attribute with an item's id (UTF-8, 1 to 255 characters). Default: <c>itemId</c>.</summary>
    public required byte[] ItemAttribute { get; init; }

    /// <summary>Finds the item in a clicked link's URL; null for none. Default: Shopify's <c>variant</c> parameter.</summary>
    public required ItemPattern? ClickedItemPattern { get; init; }

    /// <summary>Default: <see cref="UnresolvedClick.First"/>.</summary>
    public required UnresolvedClick UnresolvedClick { get; init; }

    /// <summary>Default: <see cref="AnonymousUsers.Device"/>.</summary>
    public required AnonymousUsers AnonymousUsers { get; init; }

    /// <summary>Default: <see cref="SessionIdentity.Off"/>.</summary>
    public required SessionIdentity SessionIdentity { get; init; }

    /// <summary>
    /// The event type of a recommendation that came into view (at most 242 characters of ASCII); empty, the default, sends nothing.
    /// </summary>
    public required string ImpressionEventType { get; init; }

    /// <summary>Default: <see cref="EventValue.Off"/>.</summary>
    public required EventValue EventValue { get; init; }

    /// <summary>
    /// <see cref="Attribution.ElementName"/> or a constant (1 to 1,024 printable ASCII characters); null, the default, for
    /// no source.
    /// </summary>
    public required string? AttributionSource { get; init; }

    /// <summary>What goes into <c>properties</c>, in this order (0 to 16). Default: none.</summary>
    public required IReadOnlyList<(string Name, EventField Field)> Properties { get; init; }

    /// <summary>
    /// How media events are mapped; null, the default, maps none. A share watched counts once in each step of 25 % (1 to
    /// 100), a ping once in 60 s of play (1 to 86,400).
    /// </summary>
    public required Media? Media { get; init; }

    /// <summary>What is sent about users; null, the default, sends nothing.</summary>
    public required DatasetOptions? Users { get; init; }

    /// <summary>What is sent about items; null, the default, sends nothing.</summary>
    public required DatasetOptions? Items { get; init; }

    /// <summary>Default: <see cref="ImpressionStore.Off"/>.</summary>
    public required ImpressionStore ImpressionStore { get; init; }

    /// <summary>
    /// The DynamoDB table that processes share (3 to 255 characters); null unless <see cref="SharesShownItems"/> or
    /// <see cref="SharesClicks"/>.
    /// </summary>
    public required string? ImpressionTable { get; init; }

    /// <summary>Whether all processes remember together what recommendations showed.</summary>
    public bool SharesShownItems => ImpressionStore == ImpressionStore.Dynamodb;

    /// <summary>Whether all processes remember clicks together.</summary>
    public bool SharesClicks => AttributeConversions == AttributeConversions.Dynamodb;

    /// <summary>Default: <see cref="RecommendationMetrics.Off"/>.</summary>
    public required RecommendationMetrics RecommendationMetrics { get; init; }

    /// <summary>Whether what becomes of an event depends on the events before it.</summary>
    public bool RemembersEvents =>
        SessionIdentity == SessionIdentity.On
        || ImpressionStore != ImpressionStore.Off
        || AttributeConversions != AttributeConversions.Off;

    /// <summary>Default: <see cref="AttributeConversions.Off"/>.</summary>
    public required AttributeConversions AttributeConversions { get; init; }

    /// <summary>How long after a click what the visitor does with its item counts for it (1 to 8,760 hours). Default: 168.</summary>
    public required TimeSpan AttributionWindow { get; init; }

    /// <summary>The entities that settings name; none by default.</summary>
    public IReadOnlyList<EntityName> EntityNames =>
        [
            .. Properties
                .Concat(Users?.Properties ?? [])
                .Concat(Items?.Properties ?? [])
                .Select(property => property.Field.Entity)
                .Append(RecommendationId?.Entity)
                .OfType<EntityName>(),
            .. Media?.Entities ?? [],
            .. EventFilter.Entities,
        ];

    /// <summary>Most PutEvents calls at the same time (calls, 1 to 256). Default: 32.</summary>
    public required int PutEventsConcurrency { get; init; }

    /// <summary>Default: <see cref="DeadLetterPolicy.Keep"/>.</summary>
    public required DeadLetterPolicy DeadLettersWithoutBucket { get; init; }

    /// <summary>With a bucket, a dead letter is kept until it is stored there.</summary>
    public DeadLetterPolicy DeadLetters =>
        DeadLetterBucket is null ? DeadLettersWithoutBucket : DeadLetterPolicy.Keep;

    /// <summary>The S3 bucket of the dead letters (3 to 63 characters); null, the default, for none.</summary>
    public required string? DeadLetterBucket { get; init; }

    /// <summary>What the keys of stored dead letters begin with (0 to 200 characters). Default: <c>impressions/</c>.</summary>
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
        var eventTypes = read.EventTypes(Settings.EventTypes, impressionEventType, hasMedia);
        var whole = new ImpressionsOptions
        {
            TrackingId = read.Text(Settings.TrackingId, PersonalizeLimits.MaxIdLength),
            EventSelection = read.Selection(Settings.EventSelection, FurtherEvents(read, eventTypes)),
            EventFilter = read.Filter(Settings.EventFilter),
            Robots = read.Choice<Robots>(Settings.Robots),
            EventTypes = eventTypes,
            RecommendationElement = read.Names(Settings.RecommendationElement),
            RecommendationAttribute = read.Utf8(Settings.RecommendationAttribute, MaxAttributeLength),
            RecommendationId = read.Field(Settings.RecommendationId),
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
            AttributeConversions = read.Choice<AttributeConversions>(Settings.AttributeConversions),
            RecommendationMetrics = read.Choice<RecommendationMetrics>(Settings.RecommendationMetrics),
            AttributionWindow = TimeSpan.FromHours(read.Number(Settings.AttributionWindowHours, most: 8_760)),
            PutEventsConcurrency = ReadConcurrency(read),
            DeadLettersWithoutBucket = read.Choice<DeadLetterPolicy>(Settings.DeadLetters),
            DeadLetterBucket = read.Optional(Settings.DeadLetterBucket, S3Names.IsBucket),
            DeadLetterPrefix = read.Checked(Settings.DeadLetterPrefix, S3Names.IsPrefix),
        };
        problems = read.Problems;
        options = problems.Count == 0 ? whole : null;
        return options is not null;
    }

    /// <summary>The one setting that a start needs before it reads the others.</summary>
    /// <returns><see cref="PutEventsConcurrency"/>, 1 or more; any such number where the setting is wrong, which <see cref="TryRead"/> reports.</returns>
    public static int ReadConcurrency(Func<string, string?> variable) =>
        Math.Max(1, ReadConcurrency(new SettingReader(variable)));

    static int ReadConcurrency(SettingReader read) => read.Number(Settings.PutEventsConcurrency, most: 256);

    /// <summary>Events that other settings are about, for the default of the selection.</summary>
    static IEnumerable<string> FurtherEvents(SettingReader read, EventTypes eventTypes)
    {
        var needsViews =
            read.Value(Settings.ImpressionStore) != Settings.ImpressionStore.Default
            || read.Value(Settings.RecommendationMetrics) != Settings.RecommendationMetrics.Default;
        var mapped = eventTypes
            .Events.Select(row => row == EventTable.Resume ? EventTable.Play : row)
            .ToHashSet();
        return EventTable
            .All.Where(row =>
                !row.IsMappedByDefault
                && (mapped.Contains(row) || (needsViews && row.Items.Source == ItemSource.ShownItems))
            )
            .Select(row => row.Name);
    }

    /// <summary>A table where one is shared, and only there.</summary>
    static string? ReadTable(SettingReader read)
    {
        var isShared =
            read.Value(Settings.ImpressionStore) == Codes<ImpressionStore>.Of(ImpressionStore.Dynamodb)
            || read.Value(Settings.AttributeConversions)
                == Codes<AttributeConversions>.Of(AttributeConversions.Dynamodb);
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
