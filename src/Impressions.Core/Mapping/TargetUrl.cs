namespace Impressions;

/// <summary>Finds an item in the URL of a clicked link.</summary>
static class TargetUrl
{
    /// <summary>What the pattern finds, percent-decoded; null when there is nothing usable in it.</summary>
    public static string? Capture(string url, ItemPattern pattern)
    {
        var item = Uri.UnescapeDataString(pattern.Find(url));
        return item.Length > 0 && CodePoints.AreAtMost(PersonalizeLimits.MaxIdLength, item) ? item : null;
    }

    /// <summary>The one item that is a whole path segment or query value of the URL; null when none or several are.</summary>
    public static string? OnlyItemIn(string url, ItemList items)
    {
        if (items.Count == 0)
        {
            return null;
        }

        string? only = null;
        foreach (var part in Parts(url))
        {
            if (!items.Contains(part) || part == only)
            {
                continue;
            }

            if (only is not null)
            {
                return null;
            }

            only = part;
        }

        return only;
    }

    /// <summary>Path segments, then query values, percent-decoded; not host, parameter names or fragment.</summary>
    static IEnumerable<string> Parts(string url)
    {
        var fragment = url.IndexOf('#', StringComparison.Ordinal);
        var location = fragment < 0 ? url : url[..fragment];
        var question = location.IndexOf('?', StringComparison.Ordinal);
        var path = question < 0 ? location : location[..question];
        var query = question < 0 ? "" : location[(question + 1)..];

        // Two slashes at the very start or behind the scheme lead to a host; later ones are a path's own.
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        var hasHost =
            slash >= 0
            && path.AsSpan(slash).StartsWith("//", StringComparison.Ordinal)
            && (slash == 0 || path[slash - 1] == ':');
        var afterHost = hasHost ? path.IndexOf('/', slash + 2) : 0;
        foreach (var segment in (afterHost < 0 ? "" : path[afterHost..]).Split('/'))
        {
            yield return Uri.UnescapeDataString(segment);
        }

        foreach (var parameter in query.Split('&'))
        {
            var equals = parameter.IndexOf('=', StringComparison.Ordinal);
            if (equals >= 0)
            {
                yield return Uri.UnescapeDataString(parameter[(equals + 1)..]);
            }
        }
    }
}
