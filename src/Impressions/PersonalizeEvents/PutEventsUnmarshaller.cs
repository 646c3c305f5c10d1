using System.Net;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;
using Amazon.Runtime.Internal.Util;

namespace Impressions;

/// <summary>An accepted call has nothing to say; a failed one tells its error code by header or body.</summary>
sealed class PutEventsUnmarshaller : JsonResponseUnmarshaller
{
    const int BufferBytes = 4_096;

    public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext input) => new();

    public override AmazonServiceException UnmarshallException(
        JsonUnmarshallerContext input,
        Exception innerException,
        HttpStatusCode statusCode
    )
    {
        var reader = new StreamingUtf8JsonReader(input.Stream, BufferBytes, input.JsonMaxDepth);
        var error = JsonErrorResponseUnmarshaller.GetInstance().Unmarshall(input, ref reader);
        return new(error.Message, innerException, error.Type, error.Code, error.RequestId, statusCode);
    }
}
