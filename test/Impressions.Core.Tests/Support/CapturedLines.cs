namespace Impressions.Core.Tests.Support;

/// <summary>Every captured enriched event, as bytes, without those that were damaged on purpose.</summary>
static class CapturedLines
{
    public static IReadOnlyList<byte[]> All { get; } =
    [
        .. EventCase
            .Names.Select(name => Path.Combine(Repository.Events, name, "events.tsv"))
            .Where(File.Exists) // a compressed record has none
            .SelectMany(path => Lines(File.ReadAllBytes(path)))
            .Where(line => line.AsSpan().Count((byte)'\t') == 130),
    ];

    static List<byte[]> Lines(byte[] file)
    {
        var lines = new List<byte[]>();
        foreach (var line in file.AsSpan().Split((byte)'\n'))
        {
            lines.Add(file[line]);
        }

        return lines;
    }
}
