using System.Text;
using Impressions.Emulation.Personalize;

namespace Impressions.Edge.Tests.Emulation;

public class PutEventsValidatorTests
{
    const string Invalid = "InvalidInputException";
    const string Unreadable = "SerializationException";
    const string Unparseable = "Error parsing properties json";

    /// <summary>Passing body, its failing twin, error code and (part of) the message.</summary>
    public static TheoryData<string, string, string, string> Twins =>
        new()
        {
            { Minimal(), Minimal()[..^1], Unreadable, "JSON" },
            { Minimal(), Minimal() + "x", Unreadable, "JSON" },
            { Minimal(), "[]", Unreadable, "''" },
            { Minimal(), Minimal().Replace("\"s\"", "1"), Unreadable, "'sessionId'" },
            { Event("\"itemId\":\"\\ud83d\\ude00\""), Event("\"itemId\":\"\\ud83d\""), Unreadable, "JSON" },
            { Event("\"itemId\":\"a\""), Event("\"itemId\":\"a\",\"itemId\":\"a\""), Unreadable, "JSON" },
            { Event("\"itemId\":\"a\""), Event("\"itemId\":" + Deep(20)), Unreadable, "JSON" },
            { Event("\"itemId\":\"a\""), Event("\"itemid\":\"a\""), Invalid, "'eventList.1.member'" },
            { Event("\"itemId\":\"a\""), Event("\"itemId\":null"), Invalid, "'eventList.1.member.itemId'" },
            { Request("\"userId\":\"u\""), Request("\"userID\":\"u\""), Invalid, "does not know" },
            { Request("\"userId\":\"u\""), Request("\"userId\":null"), Invalid, "'userId'" },
            {
                Request("\"userId\":\"u\""),
                Request("\"userId\":\"\""),
                Invalid,
                "greater than or equal to 1"
            },
            { Event(Impression(25, "a")), Event(Impression(26, "a")), Invalid, "equal to 25" },
            { Event(Joined(1_000)), Event(Joined(1_001)), Invalid, "1000 characters" },
            { Event(Impression(1, As(256))), Event(Impression(1, As(257))), Invalid, "impression.1.member" },
            { Event("\"sentAt\":1.5", ""), Event("\"sentAt\":\"1\"", ""), Unreadable, "sentAt" },
            {
                Event("\"sentAt\":253402300799.999", ""),
                Event("\"sentAt\":253402300800", ""),
                Invalid,
                "seconds"
            },
            { Event("\"sentAt\":-1", ""), Event("\"sentAt\":1e400", ""), Unreadable, "sentAt" },
            { Event("\"eventValue\":3.4e38"), Event("\"eventValue\":3.5e38"), Unreadable, "eventValue" },
            { Event("\"eventValue\":0"), Event("\"eventValue\":\"NaN\""), Unreadable, "eventValue" },
            { Properties("{}"), Properties("[]"), Invalid, Unparseable },
            { Properties("{'a':1,'b':'x'}"), Properties("{'a':1,'b':'x'"), Invalid, Unparseable },
            { Properties("{'a':true}"), Properties("{'a':{}}"), Invalid, Unparseable },
            { Properties("{'a':''}"), Properties("{'a':[1]}"), Invalid, Unparseable },
            { Properties("{'a':0}"), Properties("{'a':null}"), Invalid, Unparseable },
            { Properties("{'a':0,'b':0}"), Properties("{'a':0,'a':0}"), Invalid, Unparseable },
            { Properties("{'itemId':'a'}"), Properties("{'SESSIONID':'a'}"), Invalid, "reserved key" },
            { Event(Padding(10_240)), Event(Padding(10_241)), Invalid, "10240 bytes" },
        };

    [Theory]
    [MemberData(nameof(Twins))]
    public void Validate_Twins_DifferInOneRule(string passing, string failing, string code, string message)
    {
        var passed = PutEventsValidator.Validate(Encoding.UTF8.GetBytes(passing));
        var failed = PutEventsValidator.Validate(Encoding.UTF8.GetBytes(failing));

        Assert.Null(passed.Refusal);
        Assert.NotNull(passed.Request);
        Assert.Equal((400, code), (failed.Refusal?.Status, failed.Refusal?.Code));
        Assert.Contains(message, failed.Refusal?.Message);
    }

    [Theory]
    [InlineData("userId")]
    [InlineData("sessionId")]
    [InlineData("eventType")]
    [InlineData("timestamp")]
    [InlineData("recommendationId")]
    [InlineData("impression")]
    [InlineData("IMPRESSION")]
    public void Validate_ReservedProperty_IsRefused(string key) =>
        Assert.Equal(Invalid, Validate(Properties($"{{'{key}':'a'}}")).Refusal?.Code);

    [Fact]
    public void Validate_EveryMember_IsReadAsSent()
    {
        var request = Validate(
            """
            {"trackingId":"t","userId":"u","sessionId":"s","eventList":[{"eventId":"e","eventType":"Click",
            "sentAt":1704067200.125,"itemId":"i","eventValue":0.25,"properties":"{\"device\":\"phone\"}",
            "impression":["i","j"],"recommendationId":"r","metricAttribution":{"eventAttributionSource":"home"}}]}
            """
        ).Request!;
        var entry = Assert.Single(request.Events);

        Assert.Equal(("t", "u", "s"), (request.TrackingId, request.UserId, request.SessionId));
        Assert.Equal(("e", "Click", "i"), (entry.EventId, entry.EventType, entry.ItemId));
        Assert.Equal((1704067200.125m, 0.25), (entry.SentAt, entry.EventValue));
        Assert.Equal("""{"device":"phone"}""", entry.Properties);
        Assert.Equal(["i", "j"], entry.Impression!);
        Assert.Equal(("r", "home"), (entry.RecommendationId, entry.AttributionSource));
    }

    [Fact]
    public void Validate_OnlyRequiredMembers_LeavesTheOthersNull()
    {
        var request = Validate(Minimal()).Request!;
        var entry = Assert.Single(request.Events);

        Assert.Null(request.UserId);
        Assert.Equal(
            new ReceivedEvent
            {
                EventType = "Click",
                SentAt = 1,
                Bytes = 32,
            },
            entry
        );
    }

    [Fact]
    public void Validate_TooLong_IsRefusedYetReadable()
    {
        var verdict = Validate(Request($"\"userId\":\"{As(257)}\""));

        Assert.Equal(257, verdict.Request?.UserId?.Length);
        Assert.NotNull(verdict.Refusal);
    }

    [Fact]
    public void Validate_SeveralViolations_AreCountedAndNamedWithoutTheirValues()
    {
        var refusal = Validate(
            """{"trackingId":"","eventList":[{"eventType":"secret","sentAt":1},{"itemId":"secret"}]}"""
        ).Refusal!;

        Assert.StartsWith(
            "4 validation errors detected: Value at 'trackingId'",
            refusal.Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "'eventList.2.member.sentAt' failed to satisfy constraint: Member must not be null",
            refusal.Message
        );
        Assert.DoesNotContain("secret", refusal.Message);
    }

    [Fact]
    public void Validate_ViolationCode_IsForConstraintsOnly()
    {
        var tooLong = Encoding.UTF8.GetBytes(Request($"\"userId\":\"{As(257)}\""));
        var reserved = Encoding.UTF8.GetBytes(Properties("{'timestamp':1}"));

        Assert.Equal(
            "ValidationException",
            PutEventsValidator.Validate(tooLong, "ValidationException").Refusal?.Code
        );
        Assert.Equal(Invalid, PutEventsValidator.Validate(reserved, "ValidationException").Refusal?.Code);
    }

    [Fact]
    public void Validate_NotUtf8_IsNotJson()
    {
        var body = Encoding.Latin1.GetBytes(Minimal().Replace("Click", "Clïck"));

        Assert.Equal(Unreadable, PutEventsValidator.Validate(body).Refusal?.Code);
    }

    static PutEventsVerdict Validate(string body) =>
        PutEventsValidator.Validate(Encoding.UTF8.GetBytes(body));

    static string Minimal() =>
        """{"trackingId":"t","sessionId":"s","eventList":[{"eventType":"Click","sentAt":1}]}""";

    static string Request(string member) => Minimal().Replace("\"sessionId\"", member + ",\"sessionId\"");

    static string Event(string member, string sentAt = ",\"sentAt\":1") =>
        $$"""{"trackingId":"t","sessionId":"s","eventList":[{"eventType":"Click",{{member}}{{sentAt}}}]}""";

    static string Properties(string json) => Event($"\"properties\":\"{json.Replace("'", "\\\"")}\"");

    static string Impression(int count, string item) =>
        $"\"impression\":[{string.Join(',', Enumerable.Repeat($"\"{item}\"", count))}]";

    /// <summary>Four ids, so many characters long when joined by bars.</summary>
    static string Joined(int length) =>
        $"\"impression\":[\"{As(249)}\",\"{As(249)}\",\"{As(249)}\",\"{As(length - 750)}\"]";

    /// <summary>White space that makes the event so many bytes large.</summary>
    static string Padding(int bytes) => new string(' ', bytes - 48) + "\"itemId\":\"aaaa\"";

    static string As(int length) => new('a', length);

    static string Deep(int depth) => new string('[', depth) + new string(']', depth);
}
