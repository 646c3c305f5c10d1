using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Impressions.Tests;

/// <param name="Path">The member whose constraint is probed.</param>
/// <param name="Side">Which side of which constraint.</param>
/// <param name="Value">Right in everything else.</param>
sealed record ApiModelProbe(string Path, string Side, JsonNode Value, bool IsValid);

/// <summary>
/// Makes values on both sides of every constraint of the API model: type, required, min, max, pattern.
/// </summary>
/// <param name="shapes">The model's <c>shapes</c>.</param>
sealed class ApiModelProbes(JsonElement shapes)
{
    public IEnumerable<ApiModelProbe> Of(string shapeName, string path = "", bool isJson = false)
    {
        var shape = shapes.GetProperty(shapeName);
        var probes = shape.GetProperty("type").GetString() switch
        {
            "structure" => OfStructure(shapeName, path),
            "list" => OfList(shape, path),
            "string" => OfText(shape, path, isJson),
            _ => [],
        };
        return probes.Append(new ApiModelProbe(path, "other type", true, IsValid: false));
    }

    IEnumerable<ApiModelProbe> OfStructure(string shapeName, string path)
    {
        var shape = shapes.GetProperty(shapeName);
        var required = shape
            .GetProperty("required")
            .EnumerateArray()
            .Select(name => name.GetString())
            .ToHashSet();
        foreach (var member in shape.GetProperty("members").EnumerateObject())
        {
            var memberPath = $"{path}.{member.Name}";
            var without = Sample(shapeName);
            without.AsObject().Remove(member.Name);
            yield return new(memberPath, "absent", without, !required.Contains(member.Name));

            foreach (var probe in Of(Target(member.Value), memberPath, IsJson(member.Value)))
            {
                var with = Sample(shapeName);
                with[member.Name] = probe.Value;
                yield return probe with
                {
                    Value = with,
                };
            }
        }
    }

    IEnumerable<ApiModelProbe> OfList(JsonElement shape, string path)
    {
        var member = Target(shape.GetProperty("member"));
        foreach (var probe in Of(member, path + ".member"))
        {
            yield return probe with
            {
                Value = new JsonArray(probe.Value),
            };
        }

        foreach (var (side, count, isValid) in Sides(shape))
        {
            yield return new(
                path,
                side,
                new JsonArray([.. Enumerable.Range(0, count).Select(_ => Sample(member))]),
                isValid
            );
        }
    }

    static IEnumerable<ApiModelProbe> OfText(JsonElement shape, string path, bool isJson)
    {
        foreach (var (side, length, isValid) in Sides(shape))
        {
            if (!isJson || length is 0 or >= ShortestJson)
            {
                yield return new(path, side, Text(length, isJson), isValid);
            }
        }

        string[] texts = shape.TryGetProperty("pattern", out var pattern)
            ? ["", " ", "a", " ~ ", "a\u007f", "é"]
            : [];
        foreach (var text in texts)
        {
            var isMatch = Regex.IsMatch(
                text,
                pattern.GetString()!,
                RegexOptions.None,
                TimeSpan.FromSeconds(1)
            );
            yield return new(path, $"pattern '{text}'", text, isMatch);
        }
    }

    static IEnumerable<(string Side, int Length, bool IsValid)> Sides(JsonElement shape)
    {
        if (shape.TryGetProperty("min", out var min))
        {
            yield return ("at min", min.GetInt32(), true);
            yield return ("under min", min.GetInt32() - 1, false);
        }

        yield return ("at max", shape.GetProperty("max").GetInt32(), true);
        yield return ("over max", shape.GetProperty("max").GetInt32() + 1, false);
    }

    /// <summary>A value with every member, right in everything.</summary>
    JsonNode Sample(string shapeName, bool isJson = false)
    {
        var shape = shapes.GetProperty(shapeName);
        return shape.GetProperty("type").GetString() switch
        {
            "structure" => new JsonObject(
                shape
                    .GetProperty("members")
                    .EnumerateObject()
                    .Select(m =>
                        KeyValuePair.Create(m.Name, (JsonNode?)Sample(Target(m.Value), IsJson(m.Value)))
                    )
            ),
            "list" => new JsonArray(Sample(Target(shape.GetProperty("member")))),
            "string" => Text(ShortestJson, isJson),
            _ => 1, // float and timestamp
        };
    }

    /// <summary><c>{"a":""}</c>, for texts that must hold an object.</summary>
    const int ShortestJson = 8;

    static string Text(int length, bool isJson) =>
        isJson && length > 0 ? $$"""{"a":"{{new string('a', length - 8)}}"}""" : new string('a', length);

    static string Target(JsonElement member) => member.GetProperty("shape").GetString()!;

    static bool IsJson(JsonElement member) =>
        member.TryGetProperty("jsonvalue", out var isJson) && isJson.GetBoolean();
}
