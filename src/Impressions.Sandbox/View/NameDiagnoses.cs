using System.Text.RegularExpressions;
using Impressions.Core;

namespace Impressions.Sandbox.View;

/// <summary>The page and the settings have different names for the same thing.</summary>
static class NameDiagnoses
{
    public static Diagnosis? Of(Evidence evidence)
    {
        if (evidence.Seen.Name is not ("link_click" or "expose_element") || evidence.Elements.All.Count == 0)
        {
            return null;
        }

        return evidence.Elements.Recommendations(evidence.Options).ToList() switch
        {
            [] => OfElement(evidence),
            var recommendations => OfAttribute(evidence, recommendations) ?? OfItem(evidence),
        };
    }

    /// <summary>No element has the name of a recommendation; one of them looks like it.</summary>
    static Diagnosis? OfElement(Evidence evidence)
    {
        var options = evidence.Options;
        var attribute = PageNames.Text(options.RecommendationAttribute);
        if (
            options.RecommendationElement is not { } setting
            || evidence.Elements.All.FirstOrDefault(element =>
                element.Attributes.Any(found => found.Name == attribute || LooksLikeOne(found.Name))
                || LooksLikeOne(element.Name)
            )
                is not { } found
            || found.Attributes.Any(each => each.Name == PageNames.Text(options.ItemAttribute))
        )
        {
            return null;
        }

        return new(
            DiagnosisKind.OtherName,
            "Another name than the settings'",
            $"{Settings.RecommendationElement.Name} is {setting.Pattern}, the page has \"{found.Name}\": its clicks count as links like any other. Change one of the two.",
            $"{Settings.RecommendationElement.Name}=^{Regex.Escape(found.Name)}$"
        );
    }

    /// <summary>The recommendation has data attributes, but not the one with its id.</summary>
    static Diagnosis? OfAttribute(Evidence evidence, List<TrackedElement> recommendations)
    {
        var wanted = PageNames.Text(evidence.Options.RecommendationAttribute);
        var attributes = recommendations.SelectMany(element => element.Attributes).ToList();
        return
            !attributes.Exists(each => each.Name == wanted && each.Source == "dataset")
            && attributes.Find(each => each.Source == "dataset") is { } other
            ? Attribute(Settings.RecommendationAttribute.Name, wanted, other.Name)
            : null;
    }

    /// <summary>Another component lies around the click, but its only data attribute has another name.</summary>
    static Diagnosis? OfItem(Evidence evidence)
    {
        var wanted = PageNames.Text(evidence.Options.ItemAttribute);
        if (
            evidence.Seen.Name != "link_click"
            || evidence.Elements.Values(evidence.Options.ItemAttribute).Any()
        )
        {
            return null;
        }

        return
            evidence
                .Elements.All.Where(element =>
                    !TrackedElements.IsRecommendation(evidence.Options, element.Name)
                )
                .Select(element => element.Attributes.Where(each => each.Source == "dataset").ToList())
                .FirstOrDefault(attributes => attributes.Count == 1)
                is [var other]
            ? Attribute(Settings.ItemAttribute.Name, wanted, other.Name)
            : null;
    }

    static Diagnosis Attribute(string setting, string wanted, string found) =>
        new(
            DiagnosisKind.OtherName,
            "Another name than the settings'",
            $"{setting} is {wanted}, the page has \"{found}\". Change one of the two.",
            $"{setting}={found}"
        );

    static bool LooksLikeOne(string name) => name.Contains("reco", StringComparison.OrdinalIgnoreCase);
}
