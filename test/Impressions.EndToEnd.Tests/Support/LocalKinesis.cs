using System.Diagnostics;
using System.Text.Json;

namespace Impressions.EndToEnd.Tests.Support;

/// <summary>A Kinesis on this machine, whose streams are split and merged while they are written.</summary>
sealed class LocalKinesis : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly Process _process;

    LocalKinesis(Process process, string address) => (_process, Address) = (process, address);

    public string Address { get; }

    public static async Task<LocalKinesis> StartAsync()
    {
        var process = Process.Start(
            new ProcessStartInfo("node", [Path.Combine(NodeJs.SdkFolder, "stream.mjs")])
            {
                UseShellExecute = false,
                RedirectStandardInput = true, // it ends with us
                RedirectStandardOutput = true,
            }
        )!;
        var address = await process.StandardOutput.ReadLineAsync().WaitAsync(Patience);
        return new LocalKinesis(process, address!);
    }

    /// <summary>Makes a stream: three shards, half of the cases, a split, the other half, a merge.</summary>
    /// <param name="cases">By their partition keys, the data of their records.</param>
    public async Task MakeStreamAsync(string name, IReadOnlyDictionary<string, IReadOnlyList<string>> cases)
    {
        var order = new
        {
            stream = name,
            cases = cases.Select(given => new { key = given.Key, records = given.Value }),
        };
        await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(order));
        Assert.Equal("ready", await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience));
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync().WaitAsync(Patience);
        _process.Dispose();
    }
}
