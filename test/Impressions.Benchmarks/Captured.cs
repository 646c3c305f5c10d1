using System.Text;
using Impressions.Core;

namespace Impressions.Benchmarks;

/// <summary>What the benchmarks read: the first hundred events of <c>test/events</c>, as a real browser sent them.</summary>
static class Captured
{
    /// <summary>Records of a payload, and lines (one each).</summary>
    public const int Records = 100;

    /// <summary>Without their newline.</summary>
    public static IReadOnlyList<byte[]> Lines { get; } = ReadLines();

    /// <summary>What Lambda hands over for them.</summary>
    public static byte[] Payload { get; } = PayloadOf(Lines);

    public static int LineBytes => Lines.Sum(line => line.Length);

    public static ImpressionsOptions Options(params (string Name, string Value)[] settings)
    {
        var variables = settings.ToDictionary(setting => setting.Name, setting => setting.Value);
        variables.Add(Settings.TrackingId.Name, "11111111-2222-3333-4444-555555555555");
        return ImpressionsOptions.TryRead(variables.GetValueOrDefault, out var options, out var problems)
            ? options
            : throw new InvalidOperationException(string.Join("; ", problems));
    }

    /// <summary>The cases made by hand to be odd stay out.</summary>
    static byte[][] ReadLines()
    {
        var lines = Directory
            .GetDirectories(Path.Combine(AppContext.BaseDirectory, "events"))
            .Order(StringComparer.Ordinal)
            .Where(folder => !Path.GetFileName(folder).StartsWith("made-", StringComparison.Ordinal))
            .SelectMany(folder =>
                File.ReadAllText(Path.Combine(folder, "events.tsv")).TrimEnd('\n').Split('\n')
            )
            .Take(Records)
            .Select(Encoding.UTF8.GetBytes)
            .ToArray();
        return lines.Length == Records
            ? lines
            : throw new InvalidOperationException($"Only {lines.Length} events are captured.");
    }

    /// <summary>With every member that Lambda sends, since the reader has to pass them all.</summary>
    public static byte[] PayloadOf(IEnumerable<byte[]> lines) =>
        Encoding.UTF8.GetBytes(
            $$"""{"Records":[{{string.Join(',', lines.Select((line, position) => Record(49_590_338_271_490_256L + position, Convert.ToBase64String(line))))}}]}"""
        );

    static string Record(long sequenceNumber, string data) =>
        $$"""
            {"kinesis":{"kinesisSchemaVersion":"1.0","partitionKey":"5b603cce-1bc3-49ad-9008-ae005ab61cf3","sequenceNumber":"{{sequenceNumber}}608559692538361571095921575","data":"{{data}}","approximateArrivalTimestamp":1795304885.279},"eventSource":"aws:kinesis","eventVersion":"1.0","eventID":"shardId-000000000006:{{sequenceNumber}}608559692538361571095921575","eventName":"aws:kinesis:record","invokeIdentityArn":"arn:aws:iam::123456789012:role/impressions","awsRegion":"eu-central-1","eventSourceARN":"arn:aws:kinesis:eu-central-1:123456789012:stream/enriched-good"}
            """;
}
