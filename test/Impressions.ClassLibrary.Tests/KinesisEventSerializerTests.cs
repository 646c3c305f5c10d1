using System.Text;
using Amazon.Lambda.KinesisEvents;
using Impressions.Core.Tests.Support;
using Impressions.Emulation.Personalize;

namespace Impressions.ClassLibrary.Tests;

public sealed class KinesisEventSerializerTests
{
    readonly KinesisEventSerializer _serializer = new();

    [Theory]
    [InlineData("\"not base64\"")]
    [InlineData("4711")]
    [InlineData("null")]
    [InlineData("{\"a\":[1]}")]
    public async Task Deserialize_DataThatCannotBeRead_FailsItsRecordAlone(string data)
    {
        await using var endpoint = await PersonalizeEndpoint.StartAsync(new(), CancellationToken.None);
        using var function = Invoked.FunctionAt(endpoint);

        var answer = await function.InvokeAsync(
            Encoding.UTF8.GetBytes(
                $$$"""{"Records":[{{{Good("100")}}},{"kinesis":{"data":{{{data}}},"sequenceNumber":"101"}}]}"""
            )
        );

        Assert.Equal("""{"batchItemFailures":[{"itemIdentifier":"101"}]}""", answer);
        Assert.Single(endpoint.Calls); // of the first record
    }

    [Theory]
    [InlineData("1e300")]
    [InlineData("-1")]
    [InlineData("\"2026-11-21T23:49:12Z\"")]
    [InlineData("{}")]
    public async Task Deserialize_ArrivalThatIsNoTime_HoldsNothingUp(string arrival)
    {
        await using var endpoint = await PersonalizeEndpoint.StartAsync(new(), CancellationToken.None);
        using var function = Invoked.FunctionAt(endpoint);

        var answer = await function.InvokeAsync(
            Encoding.UTF8.GetBytes(
                $$"""{"Records":[{{Good("100").Replace("1795304952.5", arrival, StringComparison.Ordinal)}}]}"""
            )
        );

        Assert.Equal("""{"batchItemFailures":[]}""", answer);
        Assert.Single(endpoint.Calls);
    }

    [Fact]
    public void Deserialize_Again_LeavesTheEventBeforeAsItWas()
    {
        var first = Deserialize(Some.Payload("first"));

        _ = Deserialize(Some.Payload("other"));

        Assert.Equal("first"u8, first.Records[0].Kinesis.Data.ToArray());
    }

    [Fact]
    public void Deserialize_LongPayload_IsReadWhole()
    {
        var data = new byte[1 << 20];
        data[^1] = 1;

        Assert.Equal(data, Deserialize(Some.Payload(data)).Records[0].Kinesis.Data.ToArray());
    }

    [Fact]
    public void Deserialize_AnotherType_IsNotSupported() =>
        Assert.Throws<NotSupportedException>(() => _serializer.Deserialize<string>(Stream.Null));

    [Fact]
    public void Serialize_AnotherType_IsNotSupported() =>
        Assert.Throws<NotSupportedException>(() => _serializer.Serialize("", Stream.Null));

    [Theory]
    [InlineData("""{"batchItemFailures":[]}""")]
    [InlineData("""{"batchItemFailures":[{"itemIdentifier":"4959"}]}""", "4959")]
    [InlineData(
        """{"batchItemFailures":[{"itemIdentifier":"4959"},{"itemIdentifier":"4960"}]}""",
        "4959",
        "4960"
    )]
    public void Serialize_Answer_IsTheExactContract(string expected, params string[] failed)
    {
        using var written = new MemoryStream();

        _serializer.Serialize(
            new StreamsEventResponse
            {
                BatchItemFailures =
                [
                    .. failed.Select(number => new StreamsEventResponse.BatchItemFailure
                    {
                        ItemIdentifier = number,
                    }),
                ],
            },
            written
        );

        Assert.Equal(expected, Encoding.UTF8.GetString(written.ToArray()));
    }

    KinesisEvent Deserialize(byte[] payload)
    {
        using var stream = new MemoryStream(payload);
        return _serializer.Deserialize<KinesisEvent>(stream);
    }

    static string Good(string sequenceNumber) =>
        Some.Record(sequenceNumber, Convert.ToBase64String(Encoding.UTF8.GetBytes(Some.Line())));
}
