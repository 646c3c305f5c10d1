using System.Buffers;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace Impressions;

/// <summary>One call and the tally of its attempts.</summary>
/// <param name="body">The request's JSON, ready to send; must not change before the call is over.</param>
sealed class PutEventsRequest(ReadOnlyMemory<byte> body) : AmazonWebServiceRequest
{
    public ReadOnlyMemory<byte> Body { get; } = body;
    public int Attempts { get; set; }
    public int Throttles { get; set; }
}

sealed class PutEventsMarshaller : IMarshaller<IRequest, AmazonWebServiceRequest>
{
    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var body = ((PutEventsRequest)input).Body.Span;
        var content = new PooledContentStream(body.Length);
        content.BufferWriter.Write(body);
        return new DefaultRequest(input, "Amazon.PersonalizeEvents")
        {
            HttpMethod = "POST",
            ResourcePath = "/events",
            Headers = { ["Content-Type"] = "application/json", ["X-Amz-Api-Version"] = "2018-03-22" },
            ContentStream = content,
        };
    }
}
