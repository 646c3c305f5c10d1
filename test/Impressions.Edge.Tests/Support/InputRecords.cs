using System.Text;
using Impressions.Cli.Input;

namespace Impressions.Edge.Tests.Support;

/// <summary>Records as the tool reads them.</summary>
static class InputRecords
{
    /// <param name="payload">JSON that holds records.</param>
    public static IReadOnlyList<InputRecord> Of(ReadOnlyMemory<byte> payload) =>
        [
            .. JsonInput
                .Read(payload, "payload", RecordPlaces.OfCommand(DateTimeOffset.UnixEpoch))
                .SelectMany(part => part.Records),
        ];

    /// <summary>One record a line.</summary>
    public static IReadOnlyList<InputRecord> OfLines(params string[] lines) =>
        OfLines(RecordPlaces.OfCommand(DateTimeOffset.UnixEpoch), lines);

    public static IReadOnlyList<InputRecord> OfLines(RecordPlaces places, params string[] lines) =>
        [.. lines.Select(line => places.OfData(Encoding.UTF8.GetBytes(line)))];
}
