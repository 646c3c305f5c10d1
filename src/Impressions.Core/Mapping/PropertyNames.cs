using Impressions.Core.Selection;

namespace Impressions.Core.Mapping;

/// <summary>Reads the setting <c>PROPERTIES</c>, and those of users' and items' metadata.</summary>
static class PropertyNames
{
    /// <summary>Most properties; an interactions dataset has not so many columns.</summary>
    const int MaxProperties = 16;

    const int MaxNameLength = 64;

    /// <summary>Those that the service refuses, then those that have a member of their own in the call; whatever their case.</summary>
    static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "userId",
        "sessionId",
        "eventType",
        "timestamp",
        "recommendationId",
        "impression",
        "itemId",
        "eventId",
        "eventValue",
        "sentAt",
    };

    /// <param name="text">For example <c>priceTier=product.category,device=dvce_type</c>.</param>
    /// <param name="setting">Says what to write instead of a mistake.</param>
    /// <param name="problems">Gets one sentence for each kind of mistake.</param>
    public static IReadOnlyList<(string Name, EventField Field)> Read(
        string text,
        Setting setting,
        ICollection<string> problems
    )
    {
        var found = new List<(string Name, EventField Field)>();
        foreach (var part in Setting.Parts(text))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            var name = part[..Math.Max(equals, 0)].TrimEnd();
            if (!IsName(name) || EventField.Parse(part[(equals + 1)..].TrimStart()) is not { } field)
            {
                problems.Add(setting.Refusal(part));
            }
            else if (Reserved.Contains(name))
            {
                problems.Add(
                    $"expected a name of your own, got {name}, which Personalize reserves or which is sent already"
                );
            }
            else if (found.Exists(property => property.Name == name))
            {
                problems.Add($"expected each name once, got {name} twice");
            }
            else
            {
                found.Add((name, field));
            }
        }

        if (found.Count > MaxProperties)
        {
            problems.Add($"expected {MaxProperties} properties at most, got {found.Count}");
        }

        return found;
    }

    static bool IsName(string name) =>
        name.Length is > 0 and <= MaxNameLength
        && char.IsAsciiLetter(name[0])
        && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_');
}
