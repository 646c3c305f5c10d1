using System.Text;
using System.Text.Json;
using Impressions.Cli.Input;
using Impressions.Core.DeadLetters;
using Impressions.Core.Snowplow;
using Impressions.Core.Tests.Support;
using Impressions.Emulation.Bucket;
using Impressions.Emulation.Http;
using Impressions.Emulation.Lambda;
using Impressions.Emulation.Personalize;
using Impressions.EndToEnd.Tests.Support;

namespace Impressions.EndToEnd.Tests;

/// <summary>The published function with a bucket for what can never be sent.</summary>
public sealed class FunctionDeadLetterTests
{
    const string AllSettled = """{"batchItemFailures":[]}""";
    const string FirstFailed = """{"batchItemFailures":[{"itemIdentifier":"100"}]}""";
    const string Secret = "secret-4711";

    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Invoke_OneEventRefused_StoresItAndAsksForNothingAgain()
    {
        await using var function = await StartAsync(
            new BucketEndpointOptions(),
            faults: (_, request) =>
                request!.Events.Any(taken => taken.ItemId == "bad") ? Fault.InvalidInput : null
        );
        var lines = Enumerable
            .Range(0, 8)
            .Select(i => Line($"event-{i}", i == 5 ? "bad" : $"sku-{i}"))
            .ToArray();

        var answer = await InvokeAsync(function, Some.Payload(lines));

        Assert.Equal(AllSettled, answer);
        Assert.Equal(7, function.Personalize.Accepted.Count);
        var row = Assert.Single(Rows(function));
        Assert.Equal(
            ("rejected", "InvalidInputException", "105"),
            (row.Reason, row.ErrorCode, row.SequenceNumber)
        );
        Assert.Equal(lines[5], Encoding.UTF8.GetString(row.Payload.Span));
        Assert.Contains(
            "\"itemId\":\"bad\"",
            Encoding.UTF8.GetString(row.Refused.Span),
            StringComparison.Ordinal
        );
        Assert.Matches(
            @"\Aimpressions/\d{4}/\d\d/\d\d/\d{8}T\d{6}\.\d{3}Z-[0-9a-f-]{36}-[0-9a-f]{8}\.jsonl\z",
            Assert.Single(function.Bucket!.Objects).Key
        );
    }

    [Fact]
    public async Task Invoke_UnreadableRecords_StoresThemInOneObject()
    {
        await using var function = await StartAsync(
            new BucketEndpointOptions(),
            settings: ("DEAD_LETTER_PREFIX", "team=shop/")
        );
        byte[] bytes = [0xFF, 0, 0xFE];

        var answer = await InvokeAsync(
            function,
            Some.Payload(Encoding.UTF8.GetBytes("no event"), Encoding.UTF8.GetBytes(Some.Line()), bytes)
        );

        Assert.Equal(AllSettled, answer);
        Assert.StartsWith(
            "team=shop/",
            Assert.Single(function.Bucket!.Objects).Key,
            StringComparison.Ordinal
        );
        Assert.Equal(["no event"u8.ToArray(), bytes], Rows(function).Select(row => row.Payload.ToArray()));
        var summary = await SummaryAsync(function);
        Assert.Equal(2, summary.GetProperty("dead_letters_stored").GetInt32());
        Assert.Equal(2, summary.GetProperty("records_dead_letter").GetInt32());
    }

    [Theory]
    [InlineData("down", "ServiceUnavailable", "may pass")]
    [InlineData("denied", "AccessDenied", "s3:PutObject")]
    [InlineData("missing", "NoSuchBucket", "DEAD_LETTER_BUCKET")]
    public async Task Invoke_BucketFails_AsksForTheRecordAgainAndSaysWhy(
        string fault,
        string code,
        string advice
    )
    {
        await using var function = await StartAsync(
            new BucketEndpointOptions
            {
                Faults = _ =>
                    fault switch
                    {
                        "down" => S3Faults.ServiceUnavailable,
                        "denied" => S3Faults.AccessDenied,
                        _ => S3Faults.NoSuchBucket,
                    },
            },
            settings: ("DEAD_LETTERS", "log") // is for a function without a bucket
        );

        var answer = await InvokeAsync(function, Some.Payload($"{Secret}\t{Secret}", Some.Line()));

        Assert.Equal(FirstFailed, answer);
        Assert.Equal("sku-1", Assert.Single(function.Personalize.Accepted).Event.ItemId);
        var lines = await LinesAsync(function);
        var error = Assert.Single(
            lines,
            line => line.Contains("could not be stored", StringComparison.Ordinal)
        );
        Assert.Contains($"\"code\":\"{code}\"", error, StringComparison.Ordinal);
        Assert.Contains(advice, error, StringComparison.Ordinal);
        Assert.All(lines, line => Assert.DoesNotContain(Secret, line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Invoke_NoDeadLetter_NeitherAsksForTheBucketNorLoadsItsClient()
    {
        await using var function = await StartAsync(new BucketEndpointOptions());

        Assert.Equal(AllSettled, await InvokeAsync(function, Some.Payload(Some.Line())));
        Assert.Equal(0, function.Bucket!.Requests);
        Assert.False(HasLoaded(function, "AWSSDK.S3.dll"));

        Assert.Equal(AllSettled, await InvokeAsync(function, Some.Payload("no event")));
        Assert.True(HasLoaded(function, "AWSSDK.S3.dll")); // the check can tell
    }

    [Theory]
    [InlineData("keep", FirstFailed)]
    [InlineData("log", AllSettled)]
    public async Task Invoke_WithoutABucket_DoesAsThePolicySays(string policy, string expected)
    {
        await using var function = await StartAsync(bucket: null, settings: ("DEAD_LETTERS", policy));

        Assert.Equal(expected, await InvokeAsync(function, Some.Payload("no event")));
        Assert.Equal(0, (await SummaryAsync(function)).GetProperty("dead_letters_stored").GetInt32());
    }

    /// <summary>Linux shows the files that a process has mapped.</summary>
    static bool HasLoaded(LocalLambda function, string file) =>
        File.ReadAllText($"/proc/{function.Function.Id}/maps").Contains(file, StringComparison.Ordinal);

    static string Line(string eventId, string itemId) =>
        Some.Line(
            (EnrichedColumn.EventId, eventId),
            (EnrichedColumn.Contexts, Some.Contexts(Some.Product(itemId)))
        );

    static List<DeadLetterRow> Rows(LocalLambda function) =>
        [
            .. function
                .Bucket!.Objects.SelectMany(stored => InputReader.Lines(stored.Content))
                .Select(line =>
                {
                    Assert.True(BadRowReader.TryRead(line, out var row));
                    return row;
                }),
        ];

    /// <summary>The log up to the invocation's summary.</summary>
    static async Task<List<string>> LinesAsync(LocalLambda function)
    {
        var lines = new List<string>();
        do
        {
            lines.Add(await function.Function.Output.ReadAsync());
        } while (!lines[^1].Contains("\"_aws\"", StringComparison.Ordinal));
        return lines;
    }

    static async Task<JsonElement> SummaryAsync(LocalLambda function)
    {
        using var json = JsonDocument.Parse((await LinesAsync(function))[^1]);
        return json.RootElement.Clone();
    }

    static Task<LocalLambda> StartAsync(
        BucketEndpointOptions? bucket,
        Func<int, ReceivedRequest?, Fault?>? faults = null,
        params (string Name, string Value)[] settings
    ) =>
        LocalLambda.StartAsync(
            new LocalLambdaOptions(Built.Function)
            {
                Endpoint = new PersonalizeEndpointOptions { Faults = faults ?? ((_, _) => null) },
                Bucket = bucket,
                Settings = settings.ToDictionary(setting => setting.Name, setting => setting.Value),
            },
            CancellationToken.None
        );

    static async Task<string> InvokeAsync(LocalLambda function, byte[] payload)
    {
        var answer = await function.InvokeAsync(payload, Timeout, CancellationToken.None);
        Assert.Null(answer.Error);
        return Encoding.UTF8.GetString(answer.Response.Span);
    }
}
