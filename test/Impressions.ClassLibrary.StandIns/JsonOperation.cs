using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using Amazon.PersonalizeEvents.Model;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using Amazon.Runtime.Internal.Util;
using Amazon.Util;

namespace Amazon.PersonalizeEvents;

/// <summary>What one operation puts into the SDK's pipeline: JSON out, an empty response or an error in.</summary>
static class JsonOperation
{
    public static InvokeOptions PutEvents { get; } = Of<PutEventsRequest, PutEventsResponse>("/events");

    public static InvokeOptions PutItems { get; } = Of<PutItemsRequest, PutItemsResponse>("/items");

    public static InvokeOptions PutUsers { get; } = Of<PutUsersRequest, PutUsersResponse>("/users");

    static InvokeOptions Of<TRequest, TResponse>(string path)
        where TResponse : AmazonWebServiceResponse, new() =>
        new()
        {
            RequestMarshaller = new RequestMarshaller<TRequest>(path),
            ResponseUnmarshaller = new ResponseUnmarshaller<TResponse>(),
        };

    sealed class RequestMarshaller<TRequest>(string path) : IMarshaller<IRequest, AmazonWebServiceRequest>
    {
        public IRequest Marshall(AmazonWebServiceRequest input)
        {
            var request = new DefaultRequest(input, "Amazon.PersonalizeEvents")
            {
                HttpMethod = "POST",
                ResourcePath = path,
                Content = JsonSerializer.SerializeToUtf8Bytes(input, typeof(TRequest), RequestJson.Default),
            };
            request.Headers["Content-Type"] = "application/json";
            request.Headers[HeaderKeys.XAmzApiVersion] = "2018-03-22";
            return request;
        }
    }

    sealed class ResponseUnmarshaller<TResponse> : JsonResponseUnmarshaller
        where TResponse : AmazonWebServiceResponse, new()
    {
        public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext input) => new TResponse();

        public override AmazonServiceException UnmarshallException(
            JsonUnmarshallerContext input,
            Exception innerException,
            HttpStatusCode statusCode
        )
        {
            var reader = new StreamingUtf8JsonReader(input.Stream);
            var error = JsonErrorResponseUnmarshaller.GetInstance().Unmarshall(input, ref reader);
            return new AmazonServiceException(
                error.Message,
                innerException,
                error.Type,
                error.Code,
                error.RequestId,
                statusCode
            );
        }
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(EpochSeconds)]
)]
[JsonSerializable(typeof(PutEventsRequest))]
[JsonSerializable(typeof(PutItemsRequest))]
[JsonSerializable(typeof(PutUsersRequest))]
sealed partial class RequestJson : JsonSerializerContext;

sealed class EpochSeconds : JsonConverter<DateTime>
{
    public override DateTime Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        throw new NotSupportedException();

    public override void Write(Utf8JsonWriter writer, DateTime value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(AWSSDKUtils.ConvertToUnixEpochSecondsDecimal(value));
}
