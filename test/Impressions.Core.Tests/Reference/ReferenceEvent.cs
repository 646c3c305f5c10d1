using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Impressions.Core.Snowplow;

namespace Impressions.Core.Tests.Reference;

/// <summary>A line cut at its tabs, and the JSON in it.</summary>
sealed class ReferenceEvent
{
    const string Snowplow = "com.snowplowanalytics.snowplow";

    const string TransactionItem = $"{Snowplow}/transaction_item";

    /// <summary>In Latin-1, which keeps every byte.</summary>
    readonly string[] _columns;
    readonly List<(string? Uri, JsonElement? Data)> _entities = [];

    public ReferenceEvent(byte[] line) => _columns = Encoding.Latin1.GetString(line).Split('\t');

    public int ColumnCount => _columns.Length;

    /// <summary>Vendor and name when model 1 of something describes the event; null when nothing does.</summary>
    public string? Schema { get; private set; }

    public JsonElement? Data { get; private set; }

    public string this[EnrichedColumn column] => Encoding.UTF8.GetString(Bytes(column));

    /// <summary>False when <c>unstruct_event</c> is not JSON.</summary>
    public bool TryReadContent()
    {
        if (this[EnrichedColumn.UnstructEvent].Length == 0)
        {
            var schema = ModelOne(
                $"iglu:{this[EnrichedColumn.EventVendor]}/{this[EnrichedColumn.EventName]}/jsonschema/{this[EnrichedColumn.EventVersion]}"
            );
            Schema = schema == TransactionItem ? schema : null; // the only one whose content stands in columns
            return true;
        }

        if (ReferenceJson.Parse(Bytes(EnrichedColumn.UnstructEvent)) is not { } json)
        {
            return false;
        }

        var described = ((JsonElement?)json).Member("data");
        var uri = ModelOne(described.Member("schema").Text());
        Schema = uri == TransactionItem ? null : uri;
        Data = described.Member("data");
        return true;
    }

    /// <summary>False when one of the two columns is not JSON.</summary>
    public bool TryReadEntities()
    {
        foreach (var column in new[] { EnrichedColumn.Contexts, EnrichedColumn.DerivedContexts })
        {
            var bytes = Bytes(column);
            if (bytes.Length == 0)
            {
                continue;
            }

            if (ReferenceJson.Parse(bytes) is not { } json)
            {
                return false;
            }

            _entities.AddRange(
                ((JsonElement?)json)
                    .Member("data")
                    .Items()
                    .Select(entity => (entity.Member("schema").Text(), entity.Member("data")))
            );
        }

        return true;
    }

    /// <summary>The data of each entity of a name, in order.</summary>
    public IEnumerable<JsonElement?> Entities(string name, string vendor = Snowplow) =>
        _entities
            .Where(entity => ModelOne(entity.Uri) == $"{vendor}/{name}" && entity.Data is not null)
            .Select(entity => entity.Data);

    /// <summary>The data of each entity that a setting means, by a schema with any revision, or a name with any vendor.</summary>
    public IEnumerable<JsonElement?> EntitiesNamed(string nameOrSchema)
    {
        var wanted = Parts(nameOrSchema);
        return _entities
            .Where(entity =>
                entity.Data is not null
                && Parts(entity.Uri) is { } parts
                && (wanted is null ? parts.Name == nameOrSchema : parts == wanted)
            )
            .Select(entity => entity.Data);
    }

    static (string Vendor, string Name, string Model)? Parts(string? uri)
    {
        var match = Regex.Match(
            uri ?? "",
            "^iglu:(?<vendor>[^/]+)/(?<name>[^/]+)/jsonschema/(?<model>[1-9][0-9]{0,8})-",
            RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
        );
        return match.Success
            ? (match.Groups["vendor"].Value, match.Groups["name"].Value, match.Groups["model"].Value)
            : null;
    }

    byte[] Bytes(EnrichedColumn column) => Encoding.Latin1.GetBytes(_columns[(int)column]);

    static string? ModelOne(string? uri)
    {
        var match = Regex.Match(
            uri ?? "",
            @"^iglu:(?<name>[^/]+/[^/]+)/jsonschema/1-",
            RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
        );
        return match.Success ? match.Groups["name"].Value : null;
    }
}
