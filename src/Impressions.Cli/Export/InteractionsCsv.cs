using System.Globalization;
using System.Text;
using System.Text.Json;
using CsvHelper;
using CsvHelper.Configuration;
using Impressions.Core.Json;
using Impressions.Core.Mapping;
using Impressions.Core.Selection;

namespace Impressions.Cli.Export;

/// <summary>Interactions as Personalize imports them in bulk: CSV with a header, and the Avro schema of its columns.</summary>
sealed class InteractionsCsv : IInteractionsOutput, IDisposable
{
    /// <summary>Between the items of an impression.</summary>
    const char ItemSeparator = '|';

    /// <summary>Of a property; an import that meets a longer one fails (characters).</summary>
    const int MaxValueLength = 1_000;

    static readonly (string Name, string Type)[] Columns =
    [
        ("USER_ID", "\"string\""),
        ("ITEM_ID", "\"string\""),
        ("TIMESTAMP", "\"long\""),
        ("EVENT_TYPE", "\"string\""),
        ("EVENT_VALUE", """["float","null"]"""),
        ("RECOMMENDATION_ID", """["string","null"]"""),
        ("IMPRESSION", """["string","null"]"""),
    ];

    readonly CsvWriter _csv;
    readonly IReadOnlyList<(string Name, EventField Field)> _properties;

    public long ValuesLeftOut { get; private set; }

    /// <param name="output">Stays open.</param>
    /// <param name="properties">Become columns behind the others.</param>
    public InteractionsCsv(Stream output, IReadOnlyList<(string Name, EventField Field)> properties)
    {
        _properties = properties;
        var text = new StreamWriter(output, new UTF8Encoding(false), leaveOpen: true);
        _csv = new CsvWriter(text, new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\n" });
        foreach (var name in ColumnsOf(properties))
        {
            _csv.WriteField(name);
        }

        _csv.NextRecord();
    }

    /// <summary>Names, in order.</summary>
    public static IEnumerable<string> ColumnsOf(IReadOnlyList<(string Name, EventField Field)> properties) =>
        Columns.Concat(properties.Select(ColumnOf)).Select(column => column.Name);

    /// <summary>
    /// The schema of an item interactions dataset that takes the file. The type of an entity's member is unknown, so it
    /// defaults to string; edit the schema if you know better.
    /// </summary>
    public static string SchemaOf(IReadOnlyList<(string Name, EventField Field)> properties) =>
        $$"""
            {
              "type": "record",
              "name": "Interactions",
              "namespace": "com.amazonaws.personalize.schema",
              "fields": [
            {{string.Join(
                ",\n",
                Columns.Concat(properties.Select(ColumnOf)).Select(column => $$"""    {"name": "{{column.Name}}", "type": {{column.Type}}}""")
            )}}
              ],
              "version": "1.0"
            }

            """;

    /// <summary>False where an item contains the separator or a line break.</summary>
    public static bool CanWrite(IReadOnlyList<string>? impression) =>
        impression is null
        || impression.All(item => !item.Contains(ItemSeparator, StringComparison.Ordinal) && IsOneLine(item));

    /// <summary>Whether a row can hold it: its user is known, and no id of it has a line break.</summary>
    public static bool CanWrite(Interaction interaction) =>
        interaction.UserId is { } user
        && IsOneLine(user)
        && IsOneLine(interaction.ItemId)
        && IsOneLine(interaction.RecommendationId ?? "");

    public void Write(Interaction interaction)
    {
        _csv.WriteField(interaction.UserId);
        _csv.WriteField(interaction.ItemId);
        _csv.WriteField(
            DateTimeOffset.FromUnixTimeMilliseconds(interaction.SentAtMilliseconds).ToUnixTimeSeconds()
        );
        _csv.WriteField(interaction.EventType);
        _csv.WriteField(interaction.EventValue);
        _csv.WriteField(interaction.RecommendationId);
        _csv.WriteField(
            CanWrite(interaction.Impression) ? string.Join(ItemSeparator, interaction.Impression ?? []) : ""
        );
        if (_properties.Count > 0)
        {
            WriteProperties(interaction.Properties ?? "{}");
        }

        _csv.NextRecord();
    }

    void WriteProperties(string properties)
    {
        using var json = JsonDocument.Parse(properties);
        foreach (var (name, _) in _properties)
        {
            var text = json.RootElement.TryGetProperty(name, out var value) ? TextOf(value) : "";
            var isImported = text.Length <= MaxValueLength && IsOneLine(text);
            ValuesLeftOut += isImported ? 0 : 1;
            _csv.WriteField(isImported ? text : "");
        }
    }

    static string TextOf(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    /// <summary>Personalize reads a row a line, quotes or not.</summary>
    static bool IsOneLine(string text) => text.AsSpan().IndexOfAny('\r', '\n') < 0;

    /// <summary>As Personalize maps them: <c>numRatings</c> is column <c>NUM_RATINGS</c>.</summary>
    public static (string Name, string Type) ColumnOf((string Name, EventField Field) property)
    {
        var name = string.Concat(
            property.Name.Select(
                (letter, i) => i > 0 && char.IsAsciiLetterUpper(letter) ? $"_{letter}" : $"{letter}"
            )
        );
        var type = property.Field.ColumnKind switch
        {
            JsonKind.Number => "double",
            JsonKind.Boolean => "boolean",
            _ => "string",
        };
        return (name.ToUpperInvariant(), $"""["{type}","null"]""");
    }

    public void Dispose() => _csv.Dispose();
}
