using Impressions.Core.Mapping;
using Impressions.Core.Snowplow;
using Impressions.Core.Tests.Support;

namespace Impressions.Core.Tests.Mapping;

public sealed class IdentityTests
{
    const string NilUuid = "00000000-0000-0000-0000-000000000000";

    /// <summary>Columns <c>user_id</c>, <c>domain_userid</c>, <c>domain_sessionid</c>; <c>client_session</c>'s ids.</summary>
    [Theory]
    [InlineData("u", "d", "s", "cu", "cs", "u", "s")]
    [InlineData("", "d", "s", "cu", "cs", "d", "s")]
    [InlineData("", "", "s", "cu", "cs", "cu", "s")]
    [InlineData("u", "d", "", "cu", "cs", "u", "cs")]
    [InlineData("u", "d", "", "cu", "", "u", "u")] // the user stands for the session
    [InlineData("", "d", "", "", "", "d", "d")]
    [InlineData("", "", "", "cu", "", "cu", "cu")]
    [InlineData("", "", "s", "", "", null, "s")] // nobody, but a session
    [InlineData("", "", "", "", "cs", null, "cs")]
    [InlineData(" u ", "", "s", "", "", " u ", "s")] // as it is
    public void Of_Device_IsTheFirstThatIsKnown(
        string user,
        string device,
        string session,
        string clientUser,
        string clientSession,
        string? expectedUser,
        string expectedSession
    ) =>
        AssertIdentity(
            OneEvent.Map(Line(user, device, session, clientUser, clientSession)),
            expectedUser,
            expectedSession
        );

    [Theory]
    [InlineData("u", "d", "s", "cu", "cs", "u", "s")]
    [InlineData("", "d", "s", "cu", "cs", null, "s")]
    [InlineData("", "d", "", "cu", "cs", null, "cs")]
    [InlineData("u", "", "", "", "", "u", "u")]
    public void Of_SessionOnly_TakesNoDeviceForAUser(
        string user,
        string device,
        string session,
        string clientUser,
        string clientSession,
        string? expectedUser,
        string expectedSession
    ) =>
        AssertIdentity(
            OneEvent.Map(
                Line(user, device, session, clientUser, clientSession),
                ("ANONYMOUS_USERS", "session")
            ),
            expectedUser,
            expectedSession
        );

    [Theory]
    [InlineData("device", "")]
    [InlineData("session", "")]
    [InlineData("session", "d")] // the device stands for nobody here
    public void Of_NeitherUserNorSession_SkipsNoIdentity(string anonymousUsers, string device) =>
        Assert.Equal(
            nameof(SkipReason.NoIdentity),
            OneEvent.Map(Line("", device, "", "", ""), ("ANONYMOUS_USERS", anonymousUsers)).Skip
        );

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("\u00A0\u2003")] // blank in every script
    [InlineData("null")]
    [InlineData("undefined")]
    [InlineData(NilUuid)]
    public void Of_Placeholder_IsAbsentWhereverItStands(string placeholder)
    {
        AssertIdentity(OneEvent.Map(Line(placeholder, "d", "s", "", "")), "d", "s");
        AssertIdentity(OneEvent.Map(Line("", placeholder, "s", "cu", "")), "cu", "s");
        AssertIdentity(OneEvent.Map(Line("", "d", placeholder, "", "cs")), "d", "cs");
        AssertIdentity(OneEvent.Map(Line("", "", "s", placeholder, "")), null, "s");
        AssertIdentity(OneEvent.Map(Line("", "d", "", "", placeholder)), "d", "d");
        Assert.Equal(0, OneEvent.Map(Line(placeholder, "d", "s", "", "")).Report.Of(Anomaly.IdentityDropped));
    }

    [Theory]
    [InlineData("nullable")]
    [InlineData("NULL")]
    [InlineData("undefined-1")]
    [InlineData("0")]
    [InlineData("00000000-0000-0000-0000-000000000001")]
    public void Of_AlmostAPlaceholder_IsAnId(string user) =>
        AssertIdentity(OneEvent.Map(Line(user, "d", "s", "", "")), user, "s");

    [Theory]
    [InlineData("x", 256, 0)]
    [InlineData("x", 257, 1)]
    [InlineData("😀", 256, 0)]
    [InlineData("😀", 257, 1)]
    public void Of_IdOver256Characters_IsAbsentAndCounted(string character, int length, int expectedDropped)
    {
        var id = string.Concat(Enumerable.Repeat(character, length));

        var user = OneEvent.Map(Line(id, "d", "s", "", ""));
        AssertIdentity(user, expectedDropped == 0 ? id : "d", "s");
        Assert.Equal(expectedDropped, user.Report.Of(Anomaly.IdentityDropped));

        var session = OneEvent.Map(Line("u", "d", id, "", "cs"));
        AssertIdentity(session, "u", expectedDropped == 0 ? id : "cs");
        Assert.Equal(expectedDropped, session.Report.Of(Anomaly.IdentityDropped));
    }

    [Fact]
    public void Of_SeveralClientSessions_IsTheFirst() =>
        AssertIdentity(
            OneEvent.Map(
                Anonymous(Some.ClientSession("\"a\"", "\"b\""), Some.ClientSession("\"c\"", "\"d\""))
            ),
            "a",
            "b"
        );

    [Fact]
    public void Of_ClientSessionOfNumbers_IsTheirRawText() =>
        AssertIdentity(
            OneEvent.Map(Anonymous(Some.ClientSession("48538191331628997", "1.10"))),
            "48538191331628997",
            "1.10"
        );

    [Fact]
    public void Of_ClientSessionOfAnythingElse_IsNobody() =>
        Assert.Equal(
            nameof(SkipReason.NoIdentity),
            OneEvent.Map(Anonymous(Some.ClientSession("true", "{}"))).Skip
        );

    static string Line(string user, string device, string session, string clientUser, string clientSession) =>
        Anonymous(Some.ClientSession($"\"{clientUser}\"", $"\"{clientSession}\""))
            .With(
                (EnrichedColumn.UserId, user),
                (EnrichedColumn.DomainUserId, device),
                (EnrichedColumn.DomainSessionId, session)
            );

    static string Anonymous(params string[] clientSessions) =>
        Some.Action("product_view", [Some.Product("a"), .. clientSessions])
            .With((EnrichedColumn.DomainUserId, ""), (EnrichedColumn.DomainSessionId, ""));

    static void AssertIdentity(OneEvent mapped, string? userId, string sessionId) =>
        Assert.Equal((userId, sessionId), (mapped.Only.UserId, mapped.Only.SessionId));
}
