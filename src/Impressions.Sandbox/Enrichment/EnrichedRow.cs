using System.Globalization;
using System.Text;
using Impressions.Core.Snowplow;

namespace Impressions.Sandbox.Enrichment;

/// <summary>An enriched event in the making: 131 columns, empty at first.</summary>
sealed class EnrichedRow
{
    const string TimestampFormat = "yyyy-MM-dd HH:mm:ss.fff";

    /// <summary>By name, 0-based.</summary>
    static readonly Dictionary<string, int> Positions = EnrichedColumns
        .Names.Select((name, position) => (name, position))
        .ToDictionary(column => column.name, column => column.position, StringComparer.Ordinal);

    readonly string[] _columns = [.. Enumerable.Repeat("", EnrichedEvent.ColumnCount)];

    public string this[string column]
    {
        get => _columns[Positions[column]];
        set => _columns[Positions[column]] = Cleaned(value);
    }

    /// <summary>The columns that hold something, by name, in their order.</summary>
    public IEnumerable<(string Name, string Value)> Filled =>
        EnrichedColumns.Names.Zip(_columns).Where(column => column.Second.Length > 0);

    public byte[] ToLine() => Encoding.UTF8.GetBytes(string.Join('\t', _columns));

    public void Set(string column, DateTimeOffset time) =>
        this[column] = time.UtcDateTime.ToString(TimestampFormat, CultureInfo.InvariantCulture);

    /// <summary>As Enrich does it: a tab becomes four blanks, other control characters go.</summary>
    static string Cleaned(string value)
    {
        if (!value.Any(IsControl))
        {
            return value;
        }

        var text = new StringBuilder(value.Length);
        foreach (var character in value)
        {
            _ = IsControl(character) ? text.Append(character == '\t' ? "    " : "") : text.Append(character);
        }

        return text.ToString();
    }

    static bool IsControl(char character) => character is < ' ' or '\x7F';
}
