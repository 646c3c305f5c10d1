using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using Impressions.Cli.Run;
using Impressions.Sandbox;
using Impressions.Sandbox.Enrichment;

namespace Impressions.Cli.Serve;

/// <summary><c>impressions serve</c>: the sandbox.</summary>
static class ServeCommand
{
    const int DefaultPort = 8080;

    static readonly Option<int> Port = NumberOption.Create(
        "--port",
        "Where to listen; 0 takes a free port.",
        preset: DefaultPort,
        most: 65_535,
        unit: "PORT"
    );

    static readonly Option<string> Host = new("--host")
    {
        Description =
            "IP address to listen on. Without it 127.0.0.1, which only this machine reaches; 0.0.0.0 for every network.",
        HelpName = "IP",
        DefaultValueFactory = _ => "127.0.0.1",
        Validators =
        {
            host =>
            {
                if (!TryReadHost(host.GetValueOrDefault<string>(), out _))
                {
                    host.AddError("--host: expected an IP address, such as 127.0.0.1.");
                }
            },
        },
    };

    static readonly Option<DirectoryInfo?> Iglu = new("--iglu")
    {
        Description =
            "Folder with schemas of your own, laid out as a static Iglu repository: VENDOR/NAME/jsonschema/VERSION.",
        HelpName = "DIR",
    };

    public static Command Create()
    {
        var command = new Command(
            "serve",
            "See a page's events arrive: a Snowplow collector, the real function and a local Personalize, with a "
                + "demonstration shop and a live view. The function's settings are taken from the environment."
        )
        {
            Port,
            Host,
            Iglu,
            CommonOptions.Function,
        };
        command.SetAction(
            (parsed, cancellation) =>
                RunAsync(
                    parsed.GetValue(Host)!,
                    parsed.GetValue(Port),
                    Schemas(parsed.GetValue(Iglu)),
                    parsed.GetValue(CommonOptions.Function) ?? FunctionPath.Default,
                    cancellation
                )
        );
        return command;
    }

    static SchemaShapes Schemas(DirectoryInfo? folder)
    {
        try
        {
            return folder is null
                ? SchemaShapes.Published
                : SchemaShapes.Published.With(IgluFolder.Read(folder.FullName));
        }
        catch (Exception exception)
            when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--iglu: {exception.Message}", exception);
        }
    }

    static bool TryReadHost(string? text, out IPAddress address)
    {
        address = IPAddress.Loopback;
        if (text == "localhost")
        {
            return true;
        }

        var isAddress = IPAddress.TryParse(text, out var read);
        address = read ?? address;
        return isAddress;
    }

    static async Task<int> RunAsync(
        string host,
        int port,
        SchemaShapes schemas,
        string functionPath,
        CancellationToken cancellation
    )
    {
        TryReadHost(host, out var address); // the option has checked it
        var function = LocalRun.LambdaOptions(new RunOptions([], functionPath, TimeSpan.Zero));
        var sandbox = await SandboxHost
            .StartAsync(new SandboxOptions(function, ToolSettings.Read()) { Schemas = schemas }, cancellation)
            .ConfigureAwait(false);
        await using var running = sandbox.ConfigureAwait(false);
        var server = await StartAsync(sandbox, address, port, cancellation).ConfigureAwait(false);
        await using var serving = server.ConfigureAwait(false);
        await Console.Out.WriteLineAsync(Greeting(server.Address, address)).ConfigureAwait(false);
        try
        {
            var interruption = Task.Delay(Timeout.Infinite, cancellation);
            await (await Task.WhenAny(interruption, sandbox.Work).ConfigureAwait(false)).ConfigureAwait(
                false
            );
        }
        catch (OperationCanceledException)
        {
            // Ctrl+C is how it ends.
        }

        return 0;
    }

    static async Task<SandboxServer> StartAsync(
        SandboxHost sandbox,
        IPAddress address,
        int port,
        CancellationToken cancellation
    )
    {
        try
        {
            return await SandboxServer
                .StartAsync(sandbox, address, port, TimeProvider.System, cancellation)
                .ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            throw new UsageException(
                $"Nothing can listen on {address}:{port}: {exception.Message} Choose another with --port.",
                exception
            );
        }
    }

    static string Greeting(Uri listening, IPAddress address)
    {
        var page =
            IPAddress.Any.Equals(address) || IPAddress.IPv6Any.Equals(address)
                ? $"http://127.0.0.1:{listening.Port}"
                : listening.GetLeftPart(UriPartial.Authority);
        var reach = IPAddress.IsLoopback(address)
            ? "It listens on loopback: only this machine reaches it."
            : "It listens beyond this machine: everybody who reaches this port sees what your page sends.";
        return $"""
            Sandbox: {page}
            {reach}
            To see your own site, let its tracker collect here:
              snowplow("newTracker", "sp", "{page}", …);
            {(
                SandboxTracker.IsInstalled
                    ? ""
                    : $"The shop has no tracker yet: cd {SandboxTracker.PackageFolder} && npm ci{Environment.NewLine}"
            )}Ctrl+C ends it.
            """;
    }
}
