using System.Globalization;
using System.Text.RegularExpressions;
using Impressions.Core.Personalize;
using Impressions.Core.Snowplow;

namespace Impressions.Core.Tests.Reference;

/// <summary>Who and when.</summary>
static class ReferenceIdentity
{
    public static (string? User, string? Session) Of(ReferenceEvent given, ReferenceSettings settings)
    {
        var client = given.Entities("client_session").FirstOrDefault();
        var user = Somebody(given[EnrichedColumn.UserId]);
        if (settings.IsDeviceAUser)
        {
            user ??= Somebody(given[EnrichedColumn.DomainUserId]) ?? Somebody(client.Member("userId").Id());
        }

        var session =
            Somebody(given[EnrichedColumn.DomainSessionId]) ?? Somebody(client.Member("sessionId").Id());
        return (user, session ?? user);
    }

    /// <summary>What a script or a template writes where it has no value.</summary>
    public static bool IsNobody(string id) =>
        id.Trim()
            is ""
                or "null"
                or "undefined"
                or "None"
                or "(null)"
                or "NaN"
                or "[object Object]"
                or "00000000-0000-0000-0000-000000000000"
        || Regex.IsMatch(id, @"\{\{.*\}\}|\$\{.*\}", RegexOptions.NonBacktracking | RegexOptions.Singleline);

    /// <summary>Milliseconds since 1970-01-01 UTC; null for what is no timestamp.</summary>
    public static long? Time(string text)
    {
        var match = Regex.Match(
            text,
            @"^(?<seconds>[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2})(?<fraction>\.[0-9]{1,9})?\z",
            RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
        );
        if (
            !match.Success
            || !DateTimeOffset.TryParse(
                $"{match.Groups["seconds"].Value.Replace(' ', 'T')}Z",
                CultureInfo.InvariantCulture,
                out var time
            )
        )
        {
            return null;
        }

        var milliseconds = match.Groups["fraction"].Value.TrimStart('.').PadRight(3, '0')[..3];
        return time.ToUnixTimeMilliseconds() + int.Parse(milliseconds, CultureInfo.InvariantCulture);
    }

    static string? Somebody(string? id) =>
        id is null || IsNobody(id) || id.EnumerateRunes().Count() > PersonalizeLimits.MaxIdLength ? null : id;
}
