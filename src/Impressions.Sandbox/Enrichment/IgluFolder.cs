using System.Globalization;
using System.Text.Json;

namespace Impressions.Sandbox.Enrichment;

/// <summary>
/// A site's own schemas, from a folder laid out as a static Iglu repository: <c>VENDOR/NAME/jsonschema/VERSION</c> at any
/// depth.
/// </summary>
static class IgluFolder
{
    /// <summary>Most schemas read (files).</summary>
    const int MaxFiles = 10_000;

    /// <summary>Largest schema read (bytes); published ones have under 100 kB.</summary>
    const int MaxBytes = 1 << 20;

    /// <exception cref="InvalidDataException">There is no such folder, no schema in it, or one that is not JSON.</exception>
    public static IReadOnlyDictionary<string, SchemaShape> Read(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new InvalidDataException($"{folder}: there is no such folder.");
        }

        var shapes = new Dictionary<string, SchemaShape>(StringComparer.Ordinal);
        foreach (
            var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Take(MaxFiles)
        )
        {
            if (PathOf(file) is { } path)
            {
                Read(file, path, shapes);
            }
        }

        return shapes.Count > 0
            ? shapes
            : throw new InvalidDataException(
                $"{folder}: no schema is there. Expected VENDOR/NAME/jsonschema/VERSION, as in com.acme/banner/jsonschema/1-0-0."
            );
    }

    static void Read(string file, string path, Dictionary<string, SchemaShape> shapes)
    {
        if (new FileInfo(file).Length > MaxBytes)
        {
            throw new InvalidDataException($"{file}: over {MaxBytes:N0} bytes.");
        }

        try
        {
            using var schema = JsonDocument.Parse(File.ReadAllBytes(file));
            JsonSchema.Add(path, schema.RootElement, shapes);
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{file}: not JSON.", exception);
        }
    }

    /// <summary><c>vendor/name/version</c>; null for a file that is not a schema by its place.</summary>
    static string? PathOf(string file)
    {
        var parts = file.Split(Path.DirectorySeparatorChar);
        return
            parts.Length >= 4
            && parts[^2] == "jsonschema"
            && parts[^1].Split('-') is { Length: 3 } version
            && version.All(number => int.TryParse(number, CultureInfo.InvariantCulture, out _))
            ? $"{parts[^4]}/{parts[^3]}/{parts[^1]}"
            : null;
    }
}
