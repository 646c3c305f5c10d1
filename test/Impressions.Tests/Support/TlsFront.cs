using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Impressions.Tests;

/// <summary>TLS before a server on this machine, as localhost, with a certificate of its own that nobody trusts unasked.</summary>
sealed class TlsFront : IAsyncDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, port: 0);
    readonly CancellationTokenSource _stop = new();
    readonly TaskCompletionSource<Uri> _server = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly X509Certificate2 _certificate;
    readonly Task _accepting;
    int _handshakes;

    public TlsFront()
    {
        _certificate = LocalhostCertificate.Create();
        CertificatePath = Path.GetTempFileName();
        File.WriteAllText(CertificatePath, _certificate.ExportCertificatePem());
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Address => $"https://localhost:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>Of the certificate, for <c>SSL_CERT_FILE</c> of who is to trust it.</summary>
    public string CertificatePath { get; }

    /// <summary>Connections that both sides agreed on.</summary>
    public int Handshakes => _handshakes;

    /// <summary>Until this is said, connections wait after their handshake.</summary>
    public void ForwardTo(Uri server) => _server.SetResult(server);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _certificate.Dispose();
        _stop.Dispose();
        File.Delete(CertificatePath);
    }

    async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                serving.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(serving);
        }
    }

    async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await using var tls = new SslStream(client.GetStream());
                await tls.AuthenticateAsServerAsync(
                    new SslServerAuthenticationOptions { ServerCertificate = _certificate },
                    _stop.Token
                );
                Interlocked.Increment(ref _handshakes);
                var server = await _server.Task.WaitAsync(_stop.Token);
                using var behind = new TcpClient();
                await behind.ConnectAsync(server.Host, server.Port, _stop.Token);
                await using var stream = behind.GetStream();
                _ = await Task.WhenAny(
                    tls.CopyToAsync(stream, _stop.Token),
                    stream.CopyToAsync(tls, _stop.Token)
                );
            }
            catch (Exception e)
                when (e
                        is IOException
                            or AuthenticationException
                            or SocketException
                            or OperationCanceledException
                )
            {
                // One of the two hung up or does not trust the other, or the test is over.
            }
        }
    }
}
