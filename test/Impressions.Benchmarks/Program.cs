using BenchmarkDotNet.Running;
using Impressions.Benchmarks.Archives;
using Impressions.Benchmarks.WholeFunction;
using Impressions.Cli;

namespace Impressions.Benchmarks;

static class Program
{
    const string Help = """
        Measures what one record costs, by depth. Run it in Release, on a machine that does nothing else:
          dotnet run -c Release --project test/Impressions.Benchmarks

          function            the whole function instead, beside other programs too (function --help)
          archives            the tool on an archive instead, beside gzip
          --filter <pattern>  only these, for example *Pipeline* (and every other option of BenchmarkDotNet)
          --check             runs each once and measures nothing
          --help              this
        """;

    /// <summary>A new benchmark class belongs here.</summary>
    static readonly Type[] Subjects =
    [
        typeof(EnrichedEventBenchmark),
        typeof(PipelineBenchmark),
        typeof(MixBenchmark),
    ];

    static async Task<int> Main(string[] arguments)
    {
        switch (arguments)
        {
            case [BenchCommand.Name, .. var options]:
                return await ToolCommands.RunAsync(BenchCommand.Create(), options).ConfigureAwait(false);
            case [ArchiveBenchmark.Name]:
                await ArchiveBenchmark.RunAsync().ConfigureAwait(false);
                return 0;
            case ["--help"]:
                Console.WriteLine(Help);
                return 0;
            case ["--check"]:
                return Check.Run(Subjects, Console.Out) ? 0 : 1;
            default:
                return Measure(arguments is [] ? ["--filter", "*"] : arguments) ? 0 : 1;
        }
    }

    static bool Measure(string[] options)
    {
        Console.WriteLine("Measuring, which takes about a minute …");
        var summaries = BenchmarkSwitcher.FromTypes(Subjects).Run(options, Measurement.Config).ToList();
        summaries.ForEach(Measurement.Print);
        if (summaries.Count == 0)
        {
            Console.Error.WriteLine("Nothing was measured: see --help for what can be asked for.");
        }

        return summaries.Count > 0 && summaries.TrueForAll(Measurement.IsComplete);
    }
}
