using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Impressions.Cli.Tail;

/// <summary>Where in the stream reading begins.</summary>
/// <param name="Type">As Kinesis calls it.</param>
/// <param name="At">With <see cref="Timestamp"/>.</param>
sealed record TailStart(string Type, DateTimeOffset At = default)
{
    const string Timestamp = "AT_TIMESTAMP";

    public static readonly TailStart Latest = new("LATEST");

    public static readonly TailStart Oldest = new("TRIM_HORIZON");

    /// <summary>For shards that begin while the others are read.</summary>
    public TailStart OfLaterShards => this == Latest ? Oldest : this;

    /// <param name="text"><c>latest</c>, <c>trim-horizon</c>, or a time as ISO 8601 has it.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out TailStart? start)
    {
        start = text switch
        {
            "latest" => Latest,
            "trim-horizon" => Oldest,
            _ => DateTimeOffset.TryParse(
                text,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out var at
            )
                ? new(Timestamp, at)
                : null,
        };
        return start is not null;
    }

    /// <summary>Adds it to the parameters of GetShardIterator.</summary>
    public void AddTo(JsonObject parameters)
    {
        parameters["ShardIteratorType"] = Type;
        if (Type == Timestamp)
        {
            parameters["Timestamp"] = At.ToUnixTimeMilliseconds() / 1_000m;
        }
    }
}
