using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Impressions.Core.Tests.Fuzz;

/// <summary>JSON that can be changed in ways no writer allows: every name and scalar is kept as it is written.</summary>
sealed class JsonTree
{
    /// <summary>Of a text, number, boolean or null; empty for a container.</summary>
    public string Scalar { get; set; } = "";

    public bool IsObject { get; set; }

    /// <summary>Members, or items with an empty name.</summary>
    public List<(string Name, JsonTree Value)> Parts { get; } = [];

    public bool IsText => Scalar.StartsWith('"');

    public static JsonTree Of(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Of(document.RootElement);
    }

    /// <summary>This and everything in it.</summary>
    public List<JsonTree> All()
    {
        var all = new List<JsonTree>();
        AddTo(all);
        return all;
    }

    public JsonTree Copy()
    {
        var copy = new JsonTree { Scalar = Scalar, IsObject = IsObject };
        copy.Parts.AddRange(Parts.Select(part => (part.Name, part.Value.Copy())));
        return copy;
    }

    public void Become(JsonTree other)
    {
        var copy = other.Copy();
        (Scalar, IsObject) = (copy.Scalar, copy.IsObject);
        Parts.Clear();
        Parts.AddRange(copy.Parts);
    }

    /// <param name="space">White space to put between two tokens.</param>
    public string Write(Func<string>? space = null)
    {
        var json = new StringBuilder();
        Write(json, space ?? (() => ""));
        return json.ToString();
    }

    void AddTo(List<JsonTree> all)
    {
        all.Add(this);
        Parts.ForEach(part => part.Value.AddTo(all));
    }

    void Write(StringBuilder json, Func<string> space)
    {
        if (Scalar.Length > 0)
        {
            _ = json.Append(Scalar);
            return;
        }

        _ = json.Append(IsObject ? '{' : '[');
        for (var i = 0; i < Parts.Count; i++)
        {
            _ = json.Append(i > 0 ? "," : "").Append(space());
            if (IsObject)
            {
                _ = json.Append(Parts[i].Name).Append(space()).Append(':').Append(space());
            }

            Parts[i].Value.Write(json, space);
            _ = json.Append(space());
        }

        _ = json.Append(IsObject ? '}' : ']');
    }

    public static JsonTree Of(JsonElement json)
    {
        var tree = new JsonTree();
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                tree.IsObject = true;
                tree.Parts.AddRange(
                    json.EnumerateObject()
                        .Select(member =>
                            (
                                $"\"{Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8PropertyName(member))}\"",
                                Of(member.Value)
                            )
                        )
                );
                break;
            case JsonValueKind.Array:
                tree.Parts.AddRange(json.EnumerateArray().Select(item => ("", Of(item))));
                break;
            default:
                tree.Scalar = Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(json));
                break;
        }

        return tree;
    }
}
