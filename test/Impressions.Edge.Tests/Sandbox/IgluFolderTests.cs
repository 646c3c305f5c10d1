using System.Text.Json;
using Impressions.Sandbox.Enrichment;

namespace Impressions.Edge.Tests.Sandbox;

public sealed class IgluFolderTests : IDisposable
{
    const string Uri = "iglu:com.acme/banner/jsonschema/1-0-0";

    const string Schema = """
        {
          "type": "object", "required": ["slot", "owner"], "additionalProperties": false,
          "properties": {
            "slot": { "type": ["string", "null"], "maxLength": 3, "enum": ["top", "end", null] },
            "weight": { "type": "integer", "minimum": 1, "maximum": 10 },
            "owner": { "type": "object", "required": ["id"], "properties": { "id": { "type": "string" } } },
            "tags": { "type": "array", "items": { "properties": { "name": { "type": "string" } } } },
            "any": {}
          }
        }
        """;

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(
        """{ "slot": "top", "owner": { "id": "a" }, "weight": 1, "tags": [{ "name": "x" }], "any": [] }""",
        ""
    )]
    [InlineData("""{ "slot": null, "owner": { "id": "a" } }""", "")]
    [InlineData("""{ "owner": { "id": "a" } }""", "banner.slot is missing, and its schema requires it.")]
    [InlineData("""{ "slot": "left", "owner": { "id": "a" } }""", "banner.slot is longer than 3 characters.")]
    [InlineData("""{ "slot": "mid", "owner": { "id": "a" } }""", "banner.slot is none of top, end.")]
    [InlineData(
        """{ "slot": "top", "owner": { "id": "a" }, "weight": 11 }""",
        "banner.weight is not within 1 and 10."
    )]
    [InlineData(
        """{ "slot": "top", "owner": {} }""",
        "banner.owner.id is missing, and its schema requires it."
    )]
    [InlineData(
        """{ "slot": "top", "owner": { "id": "a" }, "tags": [{ "name": 1 }] }""",
        "banner.tags.name is a whole number, and its schema wants a text."
    )]
    [InlineData(
        """{ "slot": "top", "owner": { "id": "a" }, "more": 1 }""",
        "banner.more is a property that its schema does not know."
    )]
    public void Read_SchemaOfOnesOwn_IsWhatEntitiesAreCheckedAgainst(string entity, string problem)
    {
        Write("schemas/com.acme/banner/jsonschema/1-0-0", Schema);
        var problems = new List<TrackingProblem>();
        var @unchecked = new List<string>();
        using var json = JsonDocument.Parse(entity);

        var shapes = SchemaShapes.Published.With(IgluFolder.Read(_folder.FullName));
        new SchemaCheck(shapes, problems, @unchecked).Check(Uri, json.RootElement);

        Assert.Equal(problem, string.Join(' ', problems.Select(found => found.Explanation)));
        Assert.Empty(@unchecked);
        Assert.NotNull(shapes.Find("com.snowplowanalytics.snowplow/link_click/1-0-1"));
    }

    [Theory]
    [InlineData("schemas/com.acme/banner/jsonschema/1-0-0", "{", "*1-0-0: not JSON.")]
    [InlineData("banner.json", "{}", "*: no schema is there. Expected VENDOR/NAME/jsonschema/VERSION*")]
    public void Read_NothingToCheckBy_SaysWhatIsWanted(string path, string content, string expected)
    {
        Write(path, content);

        var exception = Assert.Throws<InvalidDataException>(() => IgluFolder.Read(_folder.FullName));

        Assert.Matches("^" + expected.Replace("*", ".*", StringComparison.Ordinal), exception.Message);
    }

    /// <summary>Whatever is in a schema, it is read without an exception of another kind.</summary>
    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{ "properties": [1], "required": {}, "additionalProperties": 0 }""")]
    [InlineData(
        """{ "properties": { "a": 1, "b": { "type": [7], "maxLength": "x", "minimum": 1e400, "enum": 5 } } }"""
    )]
    public void Read_OddSchema_ChecksWhatItCan(string schema)
    {
        Write("com.acme/banner/jsonschema/1-0-0", schema);

        Assert.NotEmpty(IgluFolder.Read(_folder.FullName));
    }

    void Write(string path, string content)
    {
        var file = new FileInfo(Path.Combine(_folder.FullName, path));
        file.Directory!.Create();
        File.WriteAllText(file.FullName, content);
    }
}
