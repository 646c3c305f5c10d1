using System.Text.Json;
using System.Text.RegularExpressions;

namespace Impressions.Emulation.Personalize;

/// <summary>A shape of the API model, able to check a JSON value against itself.</summary>
abstract class Shape
{
    /// <param name="value">The value at <paramref name="path"/>.</param>
    /// <param name="path">In the service's notation: <c>eventList.1.member.eventType</c>, numbers from 1.</param>
    /// <param name="violations">Receives everything that is wrong.</param>
    public abstract void Check(JsonElement value, string path, ShapeViolations violations);
}

/// <summary>Text of 1 to <paramref name="maxLength"/> characters (Unicode code points).</summary>
sealed class TextShape(int maxLength, Regex? pattern = null) : Shape
{
    public override void Check(JsonElement value, string path, ShapeViolations violations)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            violations.AddWrongType(path);
            return;
        }

        var text = value.GetString()!;
        var length = text.EnumerateRunes().Count();
        if (length < 1)
        {
            violations.Add(path, "Member must have length greater than or equal to 1");
        }
        else if (length > maxLength)
        {
            violations.Add(path, $"Member must have length less than or equal to {maxLength}");
        }
        else if (pattern?.IsMatch(text) == false)
        {
            violations.Add(path, $"Member must satisfy regular expression pattern: {pattern}");
        }
    }
}

/// <summary>A JSON number that <paramref name="fits"/> the member's type.</summary>
sealed class NumberShape(Predicate<JsonElement> fits) : Shape
{
    public override void Check(JsonElement value, string path, ShapeViolations violations)
    {
        if (value.ValueKind != JsonValueKind.Number || !fits(value))
        {
            violations.AddWrongType(path);
        }
    }
}

/// <summary>1 to <paramref name="maxCount"/> values of one shape.</summary>
sealed class ListShape(Shape member, int maxCount) : Shape
{
    public override void Check(JsonElement value, string path, ShapeViolations violations)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            violations.AddWrongType(path);
            return;
        }

        var number = 0;
        foreach (var entry in value.EnumerateArray())
        {
            number++;
            member.Check(entry, $"{path}.{number}.member", violations);
        }

        if (number < 1)
        {
            violations.Add(path, "Member must have length greater than or equal to 1");
        }
        else if (number > maxCount)
        {
            violations.Add(path, $"Member must have length less than or equal to {maxCount}");
        }
    }
}
