namespace Impressions.Core.Mapping;

/// <summary>
/// Enumerates the path segments of a URL, then its query values, as they stand there; not host, parameter names or fragment.
/// </summary>
ref struct UrlParts
{
    ReadOnlySpan<char> _path;
    ReadOnlySpan<char> _query;
    bool _isPathRead;

    public UrlParts(ReadOnlySpan<char> url)
    {
        var fragment = url.IndexOf('#');
        var location = fragment < 0 ? url : url[..fragment];
        var question = location.IndexOf('?');
        _path = WithoutHost(question < 0 ? location : location[..question]);
        _query = question < 0 ? default : location[(question + 1)..];
    }

    public ReadOnlySpan<char> Current { get; private set; }

    public readonly UrlParts GetEnumerator() => this;

    public bool MoveNext()
    {
        if (!_isPathRead)
        {
            Current = Cut(ref _path, '/', out _isPathRead);
            return true;
        }

        while (!_query.IsEmpty)
        {
            var parameter = Cut(ref _query, '&', out _);
            var equals = parameter.IndexOf('=');
            if (equals >= 0)
            {
                Current = parameter[(equals + 1)..];
                return true;
            }
        }

        return false;
    }

    /// <summary>Two slashes at the very start or behind the scheme lead to a host; later ones are a path's own.</summary>
    static ReadOnlySpan<char> WithoutHost(ReadOnlySpan<char> path)
    {
        var slash = path.IndexOf('/');
        if (slash < 0 || !path[slash..].StartsWith("//") || (slash > 0 && path[slash - 1] != ':'))
        {
            return path;
        }

        var host = path[(slash + 2)..];
        var end = host.IndexOf('/');
        return end < 0 ? default : host[end..];
    }

    static ReadOnlySpan<char> Cut(scoped ref ReadOnlySpan<char> rest, char separator, out bool isLast)
    {
        var end = rest.IndexOf(separator);
        isLast = end < 0;
        var part = isLast ? rest : rest[..end];
        rest = isLast ? default : rest[(end + 1)..];
        return part;
    }
}
