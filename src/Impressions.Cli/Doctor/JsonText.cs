using System.Text.Json;

namespace Impressions.Cli.Doctor;

/// <summary>Members of answers that may be missing.</summary>
static class JsonText
{
    /// <summary>Empty when there is no such text.</summary>
    public static string Text(this JsonElement json, string name) =>
        json.Member(name) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : "";

    /// <summary>Undefined when there is no such member.</summary>
    public static JsonElement Member(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : default;

    /// <summary>Empty when there is no such list.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement json, string name) =>
        json.Member(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    /// <summary>In seconds since 1970, as the services write times.</summary>
    public static DateTimeOffset Time(this JsonElement json, string name) =>
        json.Member(name) is { ValueKind: JsonValueKind.Number } seconds
            ? DateTimeOffset.UnixEpoch.AddSeconds(seconds.GetDouble())
            : DateTimeOffset.MinValue;
}
