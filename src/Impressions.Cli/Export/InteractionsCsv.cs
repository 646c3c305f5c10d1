using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace Impressions;

/// <summary>Interactions as Personalize imports them in bulk: CSV with a header, and the Avro schema of its columns.</summary>
sealed class InteractionsCsv : IDisposable
{
    /// <summary>Between the items of an impression.</summary>
    const char ItemSeparator = '|';

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

    /// <param name="output">Stays open.</param>
    public InteractionsCsv(Stream output)
    {
        var text = new StreamWriter(output, new UTF8Encoding(false), leaveOpen: true);
        _csv = new CsvWriter(text, new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\n" });
        foreach (var (name, _) in Columns)
        {
            _csv.WriteField(name);
        }

        _csv.NextRecord();
    }

    /// <summary>The schema of an item interactions dataset that takes the file.</summary>
    public static string Schema { get; } =
        $$"""
            {
              "type": "record",
              "name": "Interactions",
              "namespace": "com.amazonaws.personalize.schema",
              "fields": [
            {{string.Join(
                ",\n",
                Columns.Select(column => $$"""    {"name": "{{column.Name}}", "type": {{column.Type}}}""")
            )}}
              ],
              "version": "1.0"
            }

            """;

    /// <summary>Whether the list can be told from its text.</summary>
    public static bool CanWrite(IReadOnlyList<string>? impression) =>
        impression is null || !impression.Any(item => item.Contains(ItemSeparator, StringComparison.Ordinal));

    /// <param name="interaction">Of a known user.</param>
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
        _csv.NextRecord();
    }

    public void Dispose() => _csv.Dispose();
}
