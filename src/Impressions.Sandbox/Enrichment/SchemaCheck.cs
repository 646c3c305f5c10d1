using System.Text.Json;

namespace Impressions.Sandbox.Enrichment;

/// <summary>Holds self-describing JSON against the schemas that are known here.</summary>
/// <param name="problems">Gets what is wrong.</param>
/// <param name="unchecked">Gets the schemas of which nothing is known.</param>
readonly struct SchemaCheck(SchemaShapes shapes, List<TrackingProblem> problems, List<string> @unchecked)
{
    /// <param name="schema">Its schema URI.</param>
    public void Check(string schema, JsonElement data)
    {
        var path = schema["iglu:".Length..].Replace("/jsonschema/", "/", StringComparison.Ordinal);
        if (shapes.Find(path) is not { } shape)
        {
            @unchecked.Add(schema);
            return;
        }

        Check(path, Name(path), data, shape);
    }

    void Check(string path, string where, JsonElement data, SchemaShape shape)
    {
        if (data.ValueKind != JsonValueKind.Object)
        {
            Add(where, new("is not an object", ""));
            return;
        }

        foreach (var (name, property) in shape.Properties)
        {
            if (!data.TryGetProperty(name, out var value))
            {
                if (property.IsRequired)
                {
                    Add(
                        $"{where}.{name}",
                        new("is missing, and its schema requires it", $"{name}: …, // required")
                    );
                }
            }
            else if (property.Breach(name, value) is { } breach)
            {
                Add($"{where}.{name}", breach);
            }
            else
            {
                CheckWithin($"{path}#{name}", $"{where}.{name}", value);
            }
        }

        foreach (var member in data.EnumerateObject())
        {
            if (shape.IsClosed && !shape.Properties.ContainsKey(member.Name))
            {
                Add(
                    $"{where}.{member.Name}",
                    new("is a property that its schema does not know", $"// without {member.Name}")
                );
            }
        }
    }

    void CheckWithin(string path, string where, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Object && shapes.Find(path) is { } shape)
        {
            Check(path, where, value, shape);
        }
        else if (value.ValueKind == JsonValueKind.Array && shapes.Find(path + "[]") is { } entries)
        {
            foreach (var entry in value.EnumerateArray())
            {
                Check(path + "[]", where, entry, entries);
            }
        }
    }

    void Add(string where, SchemaBreach breach) =>
        problems.Add(
            new(TrackingProblemKind.SchemaViolation, where, $"{where} {breach.Explanation}.", breach.Fix)
        );

    /// <summary>The middle of vendor, name and version.</summary>
    static string Name(string path) => path.Split('/')[1];
}
