using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Impressions.Edge.Tests.Support;

/// <summary>A certificate for localhost that signs itself, so that nobody trusts it unasked.</summary>
static class LocalhostCertificate
{
    public static X509Certificate2 Create()
    {
        using var key = RSA.Create(2_048);
        var request = new CertificateRequest(
            "CN=localhost",
            key,
            HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1
        );
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
