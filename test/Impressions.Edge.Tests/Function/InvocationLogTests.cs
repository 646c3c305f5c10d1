using System.Text;
using System.Text.Json;
using Impressions.Core;
using Impressions.Core.Delivery;
using Impressions.Core.Snowplow;
using Impressions.Core.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Impressions.Edge.Tests.Function;

public sealed class InvocationLogTests
{
    static readonly DateTimeOffset Now = new(2026, 11, 22, 4, 5, 6, 789, TimeSpan.Zero);

    [Fact]
    public void Write_Invocation_IsOneLineOfJsonWithTheNumbers()
    {
        var line = Assert.Single(
            Write(Some.Payload(Some.Line(), Some.Line((EnrichedColumn.EventName, "page_view"))))
        );

        using var json = JsonDocument.Parse(line);
        var root = json.RootElement;
        Assert.Equal("INFO", root.GetProperty("level").GetString());
        Assert.Equal("request-1", root.GetProperty("requestId").GetString());
        Assert.Equal(2, root.GetProperty("records").GetInt32());
        Assert.Equal(1, root.GetProperty("mapped").GetInt32());
        Assert.Equal(1, root.GetProperty("skipped_not_selected").GetInt32());
        Assert.Equal(1, root.GetProperty("interactions_View").GetInt32());
    }

    /// <summary>Alarms compute shares of them, and of a missing number there is none.</summary>
    [Theory]
    [InlineData("accepted", 0)]
    [InlineData("rejected", 0)]
    [InlineData("clicks", 1)]
    [InlineData("clicks_unresolved", 1)]
    public void Write_Invocation_TellsAlsoTheNumbersThatAreZero(string name, int expected)
    {
        var click = Some.Click("/a/b", Some.Widget("RID-1"), Some.Shown("b"), Some.Shown("a"));
        using var json = JsonDocument.Parse(Assert.Single(Write(Some.Payload(click))));

        Assert.Equal(expected, json.RootElement.GetProperty(name).GetInt32());
    }

    [Fact]
    public void Write_Invocation_DeclaresEachMetricThatItHolds()
    {
        using var json = JsonDocument.Parse(Write(Some.Payload(Some.Line()))[0]);
        var root = json.RootElement;
        var directive = root.GetProperty("_aws").GetProperty("CloudWatchMetrics")[0];
        var metrics = directive.GetProperty("Metrics").EnumerateArray().ToList();

        Assert.Equal("Impressions", directive.GetProperty("Namespace").GetString());
        Assert.Equal("FunctionName", directive.GetProperty("Dimensions")[0][0].GetString());
        Assert.Equal("impressions-test", root.GetProperty("FunctionName").GetString());
        Assert.InRange(metrics.Count, 10, 100); // CloudWatch reads 100 of a line
        Assert.All(
            metrics,
            metric =>
            {
                Assert.Equal(
                    JsonValueKind.Number,
                    root.GetProperty(metric.GetProperty("Name").GetString()!).ValueKind
                );
                Assert.Matches("^(Count|Milliseconds)$", metric.GetProperty("Unit").GetString());
            }
        );
    }

    [Fact]
    public void Write_DeadLetter_TellsItsPlaceAndReason()
    {
        var lines = Write(Some.Payload("a\tb"));

        Assert.Equal(2, lines.Count);
        Assert.Equal(
            """{"timestamp":"2026-11-22T04:05:06.789Z","level":"ERROR","message":"dead letter","requestId":"request-1","reason":"wrong_column_count","sequenceNumber":"100","line":0}""",
            lines[0]
        );
    }

    [Fact]
    public void Write_ThousandDeadLetters_TellsAHundredAndCountsAll()
    {
        var lines = Write(Some.Payload([.. Enumerable.Repeat("no event", 1_000)]));

        using var summary = JsonDocument.Parse(lines[^1]);
        Assert.Equal(101, lines.Count);
        Assert.Equal(1_000, summary.RootElement.GetProperty("dead_letters").GetInt32());
    }

    [Fact]
    public void Write_AnyEvent_TellsNoneOfItsValues()
    {
        var secrets = new[] { "secret-user", "secret-session", "secret-item", "secret-event", "secret-name" };
        var line = Some.Line(
            (EnrichedColumn.UserId, secrets[0]),
            (EnrichedColumn.DomainSessionId, secrets[1]),
            (EnrichedColumn.Contexts, Some.Contexts(Some.Product(secrets[2]))),
            (EnrichedColumn.EventId, secrets[3])
        );
        var lines = Write(
            Some.Payload(
                line,
                Some.Line((EnrichedColumn.EventName, secrets[4])),
                $"{secrets[0]}\t{secrets[1]}"
            )
        );

        Assert.NotEmpty(lines);
        Assert.All(
            lines,
            logged =>
                Assert.All(secrets, secret => Assert.DoesNotContain(secret, logged, StringComparison.Ordinal))
        );
    }

    [Theory]
    [InlineData("clock_skew", "clock")]
    [InlineData("RequestTimeTooSkewed", "clock")]
    [InlineData("credentials_timeout", "AWS_CONTAINER_CREDENTIALS_FULL_URI")]
    public void Write_UnavailableForACauseOfTheHost_NamesItInALine(string code, string expected)
    {
        var answer = new CallAnswer(CallOutcome.Unavailable, code, Attempts: 4, Throttles: 0);

        var lines = Write(Some.Payload(Some.Line()), answer);

        Assert.Equal(2, lines.Count);
        using var line = JsonDocument.Parse(lines[0]);
        Assert.Equal("WARN", line.RootElement.GetProperty("level").GetString());
        Assert.Equal(code, line.RootElement.GetProperty("code").GetString());
        Assert.Contains(
            expected,
            line.RootElement.GetProperty("message").GetString(),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("InternalFailure")]
    [InlineData("ThrottlingException")]
    public void Write_UnavailableService_IsCountedAlone(string code) =>
        Assert.Single(
            Write(
                Some.Payload(Some.Line()),
                new CallAnswer(CallOutcome.Unavailable, code, Attempts: 4, Throttles: 0)
            )
        );

    [Fact]
    public void Write_Widget_IsALineOfItsOwnWithASecondDimension()
    {
        var click = Some.Click(
            "https://shop.example/p/b",
            Some.Widget("RID-1"),
            Some.Shown("a"),
            Some.Shown("b")
        );

        var lines = Write(Some.Payload(click), answer: null, ("RECOMMENDATION_METRICS", "on"));

        Assert.Equal(2, lines.Count);
        using var json = JsonDocument.Parse(lines[1]);
        var root = json.RootElement;
        Assert.Equal("recommendations", root.GetProperty("message").GetString());
        Assert.Equal("recommendation-impression", root.GetProperty("Widget").GetString());
        Assert.Equal(
            (0, 1, 1),
            (
                root.GetProperty("recommendation_views").GetInt32(),
                root.GetProperty("recommendation_clicks").GetInt32(),
                root.GetProperty("recommendation_clicks_rank_2").GetInt32()
            )
        );
        var directive = root.GetProperty("_aws").GetProperty("CloudWatchMetrics")[0];
        Assert.Equal(
            ["FunctionName", "Widget"],
            directive.GetProperty("Dimensions")[0].EnumerateArray().Select(name => name.GetString())
        );
        Assert.Equal(3, directive.GetProperty("Metrics").GetArrayLength());
    }

    /// <param name="answer">To every batch.</param>
    static List<string> Write(
        byte[] payload,
        CallAnswer? answer = null,
        params (string Name, string Value)[] settings
    )
    {
        using var output = new MemoryStream();
        var planned = new Pipeline(Some.Options(settings)).Plan(payload);
        if (answer is { } said)
        {
            foreach (var batch in planned.Plan.Sessions.SelectMany(session => session))
            {
                planned.Outcome.Add(new SentBatch(batch, said, Now, TimeSpan.Zero));
            }
        }

        new InvocationLog(output, "impressions-test", new FakeTimeProvider(Now)).Write(
            "request-1",
            planned.Outcome,
            TimeSpan.Zero
        );
        return
        [
            .. Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries),
        ];
    }
}
