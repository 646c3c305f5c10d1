using System.Text.Json;

namespace Impressions;

/// <summary>Holds self-describing JSON against the schemas that are known here.</summary>
static class SchemaCheck
{
    /// <param name="schema">Its schema URI.</param>
    /// <param name="unchecked">Gets the schema when nothing is known of it.</param>
    public static void Check(
        string schema,
        JsonElement data,
        List<TrackingProblem> problems,
        List<string> @unchecked
    )
    {
        var path = schema["iglu:".Length..].Replace("/jsonschema/", "/", StringComparison.Ordinal);
        if (SchemaShapes.Find(path) is not { } shape)
        {
            @unchecked.Add(schema);
            return;
        }

        Check(path, Name(path), data, shape, problems);
    }

    static void Check(
        string path,
        string where,
        JsonElement data,
        SchemaShape shape,
        List<TrackingProblem> problems
    )
    {
        if (data.ValueKind != JsonValueKind.Object)
        {
            Add(problems, where, new("is no object", ""));
            return;
        }

        foreach (var (name, property) in shape.Properties)
        {
            if (!data.TryGetProperty(name, out var value))
            {
                if (property.IsRequired)
                {
                    Add(
                        problems,
                        $"{where}.{name}",
                        new("is missing, and its schema requires it", $"{name}: …, // required")
                    );
                }
            }
            else if (property.Breach(name, value) is { } breach)
            {
                Add(problems, $"{where}.{name}", breach);
            }
            else
            {
                CheckWithin($"{path}#{name}", $"{where}.{name}", value, problems);
            }
        }

        foreach (var member in data.EnumerateObject())
        {
            if (shape.IsClosed && !shape.Properties.ContainsKey(member.Name))
            {
                Add(
                    problems,
                    $"{where}.{member.Name}",
                    new("is a property that its schema does not know", $"// without {member.Name}")
                );
            }
        }
    }

    static void CheckWithin(string path, string where, JsonElement value, List<TrackingProblem> problems)
    {
        if (value.ValueKind == JsonValueKind.Object && SchemaShapes.Find(path) is { } shape)
        {
            Check(path, where, value, shape, problems);
        }
        else if (value.ValueKind == JsonValueKind.Array && SchemaShapes.Find(path + "[]") is { } entries)
        {
            foreach (var entry in value.EnumerateArray())
            {
                Check(path + "[]", where, entry, entries, problems);
            }
        }
    }

    static void Add(List<TrackingProblem> problems, string where, SchemaBreach breach) =>
        problems.Add(
            new(TrackingProblemKind.SchemaViolation, where, $"{where} {breach.Explanation}.", breach.Fix)
        );

    /// <summary>The middle of vendor, name and version.</summary>
    static string Name(string path) => path.Split('/')[1];
}
