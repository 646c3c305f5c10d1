using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Impressions.Edge.Tests.Support;

/// <summary>TLS before a server on this machine, as localhost, with a certificate of its own.</summary>
sealed class TlsFront : IAsyncDisposable
{
    readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TaskCompletionSource<Uri> _server = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly X509Certificate2 _certificate = LocalhostCertificate.Create();
    readonly LoopbackListener _listener;

    public TlsFront()
    {
        CertificatePath = Path.GetTempFileName();
        File.WriteAllText(CertificatePath, _certificate.ExportCertificatePem());
        _listener = new LoopbackListener(ServeAsync);
    }

    public string Address => $"https://localhost:{_listener.EndPoint.Port}";

    /// <summary>Of the certificate, for <c>SSL_CERT_FILE</c> of who is to trust it.</summary>
    public string CertificatePath { get; }

    public Task Connected => _connected.Task;

    public int Connections => _listener.Connections;

    /// <summary>Until this is said, nothing that is asked is answered.</summary>
    public void ForwardTo(Uri server) => _server.SetResult(server);

    public async ValueTask DisposeAsync()
    {
        await _listener.DisposeAsync();
        _certificate.Dispose();
        File.Delete(CertificatePath);
    }

    async Task ServeAsync(Socket socket, CancellationToken stop)
    {
        _connected.TrySetResult();
        await using var tls = new SslStream(new NetworkStream(socket));
        await tls.AuthenticateAsServerAsync(
            new SslServerAuthenticationOptions { ServerCertificate = _certificate },
            stop
        );
        var server = await _server.Task.WaitAsync(stop);
        using var behind = new TcpClient();
        await behind.ConnectAsync(server.Host, server.Port, stop);
        await using var stream = behind.GetStream();
        _ = await Task.WhenAny(tls.CopyToAsync(stream, stop), stream.CopyToAsync(tls, stop));
    }
}
