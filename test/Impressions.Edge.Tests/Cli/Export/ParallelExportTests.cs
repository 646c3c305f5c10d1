using Impressions.Cli.Export;
using Impressions.Cli.Input;
using Impressions.Core.Mapping;
using Impressions.Core.Snowplow;
using Impressions.Core.Tests.Support;

namespace Impressions.Edge.Tests.Cli.Export;

public sealed class ParallelExportTests : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>Names are new all the time, so that what patterns remember is written while others read it.</summary>
    [Fact]
    public async Task MapAsync_MappersSideBySide_DisturbNoOther()
    {
        const int Files = 40;
        const int Lines = 400;
        var line = Some.Line();
        var files = Enumerable
            .Range(0, Files)
            .Select(file =>
            {
                var path = Path.Combine(_folder.FullName, $"{file:D2}.tsv");
                File.WriteAllLines(
                    path,
                    Enumerable
                        .Range(0, Lines)
                        .Select(i =>
                            i % 2 == 0
                                ? line.With((EnrichedColumn.EventId, $"{file}-{i}"))
                                : line.With((EnrichedColumn.EventName, $"name-{file}-{i}"))
                        )
                );
                return InputFile.Of(path);
            })
            .ToList();

        var (events, interactions) = (0, new List<Interaction>());
        var parts = MappedInput.MapAsync<MappedPart>(
            files,
            () => new ExportMapper(Some.Options()).Map,
            isOrdered: false,
            TestContext.Current.CancellationToken
        );
        await foreach (var part in parts)
        {
            events += part.Events;
            interactions.AddRange(part.Interactions.SelectMany(made => made));
        }

        Assert.Equal((Files * Lines, Files * Lines / 2), (events, interactions.Count));
    }
}
