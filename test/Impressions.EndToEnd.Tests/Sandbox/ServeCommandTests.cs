using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Impressions.EndToEnd.Tests.Support;
using Impressions.Sandbox.Collector;

namespace Impressions.EndToEnd.Tests.Sandbox;

/// <summary><c>impressions serve</c> as a user starts it.</summary>
public class ServeCommandTests
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Serve_UntilInterrupted_TellsItsAddressAndNoValueOfAnEvent()
    {
        // A shell that starts the tests in its background has them ignore interrupts, and what they start too.
        var start = new ProcessStartInfo("env", ["--default-signal=INT", Built.Tool, "serve", "--port", "0"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var tool = Process.Start(start)!;
        var address = (await tool.StandardOutput.ReadLineAsync())!["Sandbox: ".Length..];
        var reach = await tool.StandardOutput.ReadLineAsync();
        await PostAsync(new Uri(address), """{"e":"pv","p":"web","uid":"secret-user"}""");
        await PostAsync(new Uri(address), """{"e":"secret-kind"}""");
        await ShowsAsync(new Uri(address), "\"fate\":\"skipped\"");

        var kill = await Command.RunAsync("kill", ["-INT", $"{tool.Id}"]);
        var output = tool.StandardOutput.ReadToEndAsync();
        var errors = tool.StandardError.ReadToEndAsync();
        try
        {
            await tool.WaitForExitAsync().WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            tool.Kill(entireProcessTree: true);
            throw;
        }

        Assert.Equal((0, 0), (kill.ExitCode, tool.ExitCode));
        Assert.Equal("It listens on loopback: only this machine reaches it.", reach);
        Assert.Contains("Ctrl+C ends it.", await output, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", await output + await errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_PortTaken_SaysSo()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var (exitCode, _, errors) = await Command.RunAsync(Built.Tool, ["serve", "--port", $"{port}"]);

        Assert.Equal(2, exitCode);
        Assert.StartsWith($"Nothing can listen on 127.0.0.1:{port}:", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--host", "shop.example", "--host: expected an IP address")]
    [InlineData("--port", "70000", "--port: expected 0 to 65535, got 70000.")]
    [InlineData("--iglu", "/no/such/folder", "--iglu: /no/such/folder: there is no such folder.")]
    [InlineData("--function", "/no/such/function", "The function could not be started")]
    public async Task Serve_WrongOption_SaysWhatIsWanted(string option, string value, string says)
    {
        var (exitCode, _, errors) = await Command.RunAsync(Built.Tool, ["serve", option, value]);

        Assert.Equal(2, exitCode);
        Assert.StartsWith(says, errors, StringComparison.Ordinal);
    }

    static async Task PostAsync(Uri address, string tracked)
    {
        using var http = new HttpClient();
        using var content = new StringContent(
            $$"""{"schema":"iglu:com.snowplowanalytics.snowplow/payload_data/jsonschema/1-0-4","data":[{{tracked}}]}""",
            Encoding.UTF8,
            "application/json"
        );
        using var response = await http.PostAsync(new Uri(address, CollectorEndpoint.PostPath), content);
    }

    /// <summary>Until the live view has shown something of the kind.</summary>
    static async Task ShowsAsync(Uri address, string part)
    {
        using var limit = new CancellationTokenSource(Patience);
        using var http = new HttpClient();
        await using var stream = await http.GetStreamAsync(new Uri(address, "/events"), limit.Token);
        using var lines = new StreamReader(stream);
        while (
            await lines.ReadLineAsync(limit.Token) is { } line
            && !line.Contains(part, StringComparison.Ordinal)
        ) { }
    }
}
