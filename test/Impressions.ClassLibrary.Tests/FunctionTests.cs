using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using Amazon.Lambda.Core;
using Impressions.Core.Mapping;
using Impressions.Core.Tests.Support;
using Impressions.Emulation.Http;
using Impressions.Emulation.Personalize;
using Impressions.EndToEnd.Tests.Support;

namespace Impressions.ClassLibrary.Tests;

public sealed class FunctionTests
{
    /// <summary>Half a millisecond (seconds): a time in whole seconds, as older versions of the SDK write it, fails.</summary>
    const double MostSecondsOff = 0.0005;

    public static TheoryData<int> ProcessNumbers => [.. Enumerable.Range(0, CapturedCases.Processes.Count)];

    [Theory]
    [MemberData(nameof(ProcessNumbers))]
    public async Task HandleAsync_CapturedEvents_SendsAndAnswersAsTheExecutable(int processNumber)
    {
        var cases = CapturedCases.Processes[processNumber];
        await using var endpoint = await PersonalizeEndpoint.StartAsync(new(), CancellationToken.None);
        using var function = Invoked.FunctionAt(endpoint, cases[0].Settings);

        foreach (var given in cases)
        {
            var before = endpoint.Calls.Count;

            var answer = await function.InvokeAsync(given.Payload);

            Assert.Equal((given.Name, given.Answer), (given.Name, answer));
            var calls = endpoint.Calls.Skip(before).ToList();
            Assert.All(
                calls,
                call => Assert.Equal((given.Name, 200, ""), (given.Name, call.Status, call.ErrorCode))
            );
            var expected = given.Calls.Select(TimelessCall.Of).OrderBy(call => call.Body).ToList();
            var received = calls
                .Select(call => TimelessCall.Of(Encoding.UTF8.GetString(call.Body.Span)))
                .OrderBy(call => call.Body)
                .ToList();
            Assert.Equal(expected.Select(call => call.Body), received.Select(call => call.Body));
            Assert.All(
                expected.SelectMany(call => call.Times).Zip(received.SelectMany(call => call.Times)),
                times => Assert.InRange(times.First - times.Second, -MostSecondsOff, MostSecondsOff)
            );
        }
    }

    [Fact]
    public async Task HandleAsync_WithDatasets_TellsOfUsersAndItems()
    {
        const string arn = "arn:aws:personalize:us-east-1:123456789012:dataset/shop/";
        await using var endpoint = await PersonalizeEndpoint.StartAsync(new(), CancellationToken.None);
        using var function = Invoked.FunctionAt(
            endpoint,
            new Dictionary<string, string>
            {
                ["USERS_DATASET_ARN"] = arn + "USERS",
                ["USER_METADATA"] = "language=br_lang",
                ["ITEMS_DATASET_ARN"] = arn + "ITEMS",
                ["ITEM_METADATA"] = "price=product.price",
            }
        );

        _ = await function.InvokeAsync(EventCase.Load("ecommerce-list-view-user").Payload);

        Assert.Equal(
            [Dataset.Users, Dataset.Items],
            endpoint.Metadata.Taken.Select(taken => taken.Dataset).Distinct().Order()
        );
    }

    [Fact]
    public async Task HandleAsync_LittleTimeLeft_AnswersInTimeWhatIsNotSettled()
    {
        await using var endpoint = await PersonalizeEndpoint.StartAsync(
            new() { Faults = (_, _) => Fault.Hang },
            CancellationToken.None
        );
        using var function = Invoked.FunctionAt(endpoint);
        var given = EventCase.Load("ecommerce-product-view");

        var answer = await function
            .InvokeAsync(given.Payload, TimeSpan.FromMilliseconds(500))
            .WaitAsync(TimeSpan.FromSeconds(30));

        Assert.NotEqual(given.Answer, answer);
        Assert.StartsWith("""{"batchItemFailures":[{"itemIdentifier":""", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HandleAsync_RecordWithoutData_IsNoSuccess()
    {
        await using var endpoint = await PersonalizeEndpoint.StartAsync(new(), CancellationToken.None);
        using var function = Invoked.FunctionAt(endpoint);

        var answer = await function.InvokeAsync(
            """{"Records":[{"eventID":"shardId-000000000000:100","kinesis":{"sequenceNumber":"100"}}]}"""u8.ToArray()
        );

        Assert.Equal("""{"batchItemFailures":[{"itemIdentifier":"100"}]}""", answer);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"Records":[null]}""")]
    [InlineData("""{"Records":[{}]}""")]
    [InlineData("""{"Records":[{"kinesis":{"data":""}}]}""")]
    public async Task HandleAsync_NoKinesisEvent_FailsWithWhatItWants(string payload)
    {
        await using var endpoint = await PersonalizeEndpoint.StartAsync(new(), CancellationToken.None);
        using var function = Invoked.FunctionAt(endpoint);

        var failure = await Assert.ThrowsAsync<InvocationException>(() =>
            function.InvokeAsync(Encoding.UTF8.GetBytes(payload))
        );

        Assert.Contains(
            "Is the function's trigger a Kinesis stream?",
            failure.Message,
            StringComparison.Ordinal
        );
    }

    /// <summary>What Lambda's managed runtime looks up when it starts.</summary>
    [Fact]
    public void Template_HandlerOfTheClassLibrary_IsTheMethodAndItsSerializer()
    {
        var type = typeof(Function);
        var handler = $"{type.Assembly.GetName().Name}::{type.FullName}::{nameof(Function.HandleAsync)}";

        Assert.Contains(
            handler,
            File.ReadAllText(Repository.PathTo("template.yaml")),
            StringComparison.Ordinal
        );
        Assert.NotNull(type.GetConstructor(Type.EmptyTypes));
        Assert.Equal(
            typeof(KinesisEventSerializer),
            type.Assembly.GetCustomAttribute<LambdaSerializerAttribute>()!.SerializerType
        );
    }

    /// <summary>A call's body, its members in order of their names and without the times, which stand aside.</summary>
    sealed record TimelessCall(string Body, IReadOnlyList<double> Times)
    {
        public static TimelessCall Of(string body)
        {
            var call = JsonNode.Parse(body)!.AsObject();
            var events = call["eventList"]!.AsArray();
            List<double> times = [];
            foreach (var interaction in events)
            {
                times.Add((double)interaction!["sentAt"]!);
                _ = interaction.AsObject().Remove("sentAt");
            }

            call["eventList"] = new JsonArray([.. events.Select(interaction => Sorted(interaction!))]);
            return new(Sorted(call).ToJsonString(), times);
        }

        static JsonObject Sorted(JsonNode node) =>
            new(
                node.AsObject()
                    .OrderBy(member => member.Key, StringComparer.Ordinal)
                    .Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone()))
            );
    }
}
