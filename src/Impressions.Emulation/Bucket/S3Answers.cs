using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Impressions.Emulation.Http;

namespace Impressions.Emulation.Bucket;

/// <summary>S3's answers, in its XML.</summary>
static class S3Answers
{
    static readonly XNamespace Namespace = "http://s3.amazonaws.com/doc/2006-03-01/";

    public static EndpointAnswer Done { get; } = new(200, "", "application/xml", "");

    public static EndpointAnswer Content(StoredObject stored) =>
        new(200, "", stored.ContentType, Encoding.Latin1.GetString(stored.Content.Span));

    /// <summary>S3 names the code in the body alone.</summary>
    public static EndpointAnswer Error(int status, string code, string message) =>
        Xml(status, new XElement("Error", new XElement("Code", code), new XElement("Message", message)));

    /// <summary>A refusal by signature, in S3's words.</summary>
    public static EndpointAnswer Refused(Refusal refusal) =>
        Error(
            403,
            refusal.Code switch
            {
                "InvalidSignatureException" => "SignatureDoesNotMatch",
                "UnrecognizedClientException" => "InvalidAccessKeyId",
                "ExpiredTokenException" => "ExpiredToken",
                "RequestExpired" => "RequestTimeTooSkewed",
                _ => "AccessDenied",
            },
            refusal.Message
        );

    /// <summary>One page of a listing.</summary>
    /// <param name="next">Where the next page goes on; empty for the last one.</param>
    public static EndpointAnswer Page(string bucket, IReadOnlyList<StoredObject> page, string next) =>
        Xml(
            200,
            new XElement(
                Namespace + "ListBucketResult",
                new XElement(Namespace + "Name", bucket),
                new XElement(Namespace + "KeyCount", page.Count),
                new XElement(Namespace + "IsTruncated", next.Length > 0),
                next.Length > 0 ? new XElement(Namespace + "NextContinuationToken", next) : null,
                page.Select(stored => new XElement(
                    Namespace + "Contents",
                    new XElement(Namespace + "Key", stored.Key),
                    new XElement(
                        Namespace + "LastModified",
                        stored.StoredAt.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)
                    ),
                    new XElement(Namespace + "Size", stored.Content.Length)
                ))
            )
        );

    static EndpointAnswer Xml(int status, XElement root) =>
        new(
            status,
            "",
            "application/xml",
            Encoding.Latin1.GetString(
                Encoding.UTF8.GetBytes(root.ToString(SaveOptions.DisableFormatting)) // UTF-8 is XML's default
            )
        );
}

/// <summary>What S3 may answer instead of doing what it was asked for; see <see cref="Fault"/> for the rest.</summary>
static class S3Faults
{
    public static Fault ServiceUnavailable { get; } = Error(503, "ServiceUnavailable");

    public static Fault SlowDown { get; } = Error(503, "SlowDown");

    public static Fault InternalError { get; } = Error(500, "InternalError");

    public static Fault AccessDenied { get; } = Error(403, "AccessDenied");

    public static Fault NoSuchBucket { get; } = Error(404, "NoSuchBucket");

    /// <summary>The bucket is in another region.</summary>
    public static Fault PermanentRedirect { get; } = Error(301, "PermanentRedirect");

    static Fault Error(int status, string code) =>
        new(FaultKind.Answer, S3Answers.Error(status, code, "Ordered by the fault plan"));
}
