using System.Globalization;

namespace Impressions.Sandbox.Enrichment;

/// <summary>
/// The published schemas of what the tracker and its plugins send for recommendations, shops and media, as a table of
/// our own (<c>Schemas.txt</c>): types, what is required, lengths, ranges and lists of values. Patterns and formats
/// are left out. A site's own schemas come beside them.
/// </summary>
/// <remarks>
/// A line is <c>vendor/name/version</c>, with <c>#property</c> for an object within and <c>#property[]</c> for the entries of
/// a list; <c>closed</c> or <c>open</c> to further properties; then <c>name:types:limit</c>, with a star at a required name,
/// and as limit <c>&lt;=length</c>, <c>least..most</c> or <c>=value|value</c>. A list of plain values has the word <c>value</c> instead.
/// </remarks>
sealed class SchemaShapes
{
    readonly Dictionary<string, SchemaShape> _shapes;

    SchemaShapes(Dictionary<string, SchemaShape> shapes) => _shapes = shapes;

    public static SchemaShapes Published { get; } = new(Read());

    /// <param name="own">By their paths; they go before published ones of the same path.</param>
    public SchemaShapes With(IReadOnlyDictionary<string, SchemaShape> own)
    {
        var shapes = new Dictionary<string, SchemaShape>(_shapes, StringComparer.Ordinal);
        foreach (var (path, shape) in own)
        {
            shapes[path] = shape;
        }

        return new SchemaShapes(shapes);
    }

    /// <param name="path"><c>vendor/name/version</c>, or a part of it.</param>
    public SchemaShape? Find(string path) => _shapes.GetValueOrDefault(path);

    static Dictionary<string, SchemaShape> Read() =>
        Resources
            .Text("Schemas.txt")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' '))
            .Where(words => words[1] is "closed" or "open")
            .ToDictionary(
                words => words[0],
                words => new SchemaShape(
                    words[1] == "closed",
                    words
                        .Skip(2)
                        .Select(Property)
                        .ToDictionary(read => read.Name, read => read.Property, StringComparer.Ordinal)
                ),
                StringComparer.Ordinal
            );

    static (string Name, SchemaProperty Property) Property(string word)
    {
        var parts = word.Split(':', 3);
        var limit = parts.Length > 2 ? parts[2] : "";
        var isLength = limit.StartsWith("<=", StringComparison.Ordinal);
        var isList = limit.StartsWith('=');
        var range = isLength || isList || limit.Length == 0 ? null : limit.Split("..");
        return (
            parts[0].TrimEnd('*'),
            new SchemaProperty(
                parts[0].EndsWith('*'),
                parts[1].Split('|'),
                isLength ? int.Parse(limit[2..], CultureInfo.InvariantCulture) : null,
                isList ? limit[1..].Split('|') : [],
                Number(range?[0]),
                Number(range?[1])
            )
        );
    }

    static decimal? Number(string? text) =>
        string.IsNullOrEmpty(text) ? null : decimal.Parse(text, CultureInfo.InvariantCulture);
}
