using System.Text.Json;

namespace Impressions.Emulation.Personalize;

/// <summary>An object of known members.</summary>
/// <remarks>
/// Unknown and null members are refused. What the service does with them is not documented; refusing is this
/// endpoint's choice, because it shows a misspelled member instead of losing it.
/// </remarks>
sealed class StructureShape(params Member[] members) : Shape
{
    public override void Check(JsonElement value, string path, ShapeViolations violations)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            violations.AddWrongType(path);
            return;
        }

        foreach (var (name, shape, presence) in members)
        {
            var memberPath = path.Length == 0 ? name : $"{path}.{name}";
            if (value.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null)
            {
                shape.Check(member, memberPath, violations);
            }
            else if (presence == Presence.Required || member.ValueKind == JsonValueKind.Null)
            {
                violations.AddMissing(memberPath);
            }
        }

        if (value.EnumerateObject().Any(sent => !Array.Exists(members, known => sent.NameEquals(known.Name))))
        {
            violations.Add(path, "Member must not have members that the operation does not know");
        }
    }
}

/// <summary>One member of a structure.</summary>
readonly record struct Member(string Name, Shape Shape, Presence Presence = Presence.Optional);

/// <summary>Whether a structure may come without a member.</summary>
enum Presence : byte
{
    Optional,
    Required,
}
