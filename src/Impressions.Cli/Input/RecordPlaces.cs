using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Impressions.Emulation.Lambda;

namespace Impressions.Cli.Input;

/// <summary>
/// Gives records their places in a stream, so that the function does not take one for another: an event without an id is
/// known by its place.
/// </summary>
/// <param name="startedAt">When the stream took what has no time of its own.</param>
abstract class RecordPlaces(DateTimeOffset startedAt)
{
    string _shard = Payload.DefaultShard;
    long _next;

    /// <summary>One count for all lines, and another shard for a record whose place was taken before.</summary>
    public static RecordPlaces OfCommand(DateTimeOffset startedAt) => new CommandPlaces(startedAt, file: 0);

    /// <summary>The same for one of several files that are read side by side.</summary>
    /// <param name="file">0-based, among them.</param>
    public static RecordPlaces OfFile(DateTimeOffset startedAt, int file) =>
        new CommandPlaces(startedAt, file);

    /// <summary>The same places for the same file, whenever it is read and wherever it lies.</summary>
    public static RecordPlaces OfFiles(DateTimeOffset startedAt) => new FilePlaces(startedAt);

    /// <param name="firstLine">Of the file.</param>
    public abstract void BeginFile(ReadOnlySpan<byte> firstLine);

    /// <summary>A record that is known by its data alone.</summary>
    public InputRecord OfData(ReadOnlyMemory<byte> data) =>
        new(new RecordName(_shard, _next++), startedAt, data);

    /// <summary>A record that has a place.</summary>
    public virtual InputRecord Of(in InputRecord record) => record;

    void Begin(string shard) => (_shard, _next) = (shard, 0);

    sealed class FilePlaces(DateTimeOffset startedAt) : RecordPlaces(startedAt)
    {
        const int ShardLength = 12;

        public override void BeginFile(ReadOnlySpan<byte> firstLine) =>
            Begin(Convert.ToHexStringLower(SHA256.HashData(firstLine))[..ShardLength]);
    }

    sealed class CommandPlaces : RecordPlaces
    {
        /// <summary>Shards of one of several files.</summary>
        const long ShardsOfFile = 1_000_000;

        readonly HashSet<string> _taken = new(StringComparer.Ordinal);
        readonly bool _isFirstFile;
        long _shards;

        public CommandPlaces(DateTimeOffset startedAt, int file)
            : base(startedAt)
        {
            _isFirstFile = file == 0;
            _shards = file * ShardsOfFile;
            Begin(Shard(_shards));
        }

        public override void BeginFile(ReadOnlySpan<byte> firstLine) { }

        public override InputRecord Of(in InputRecord record)
        {
            if (_isFirstFile && _taken.Add(record.EventId))
            {
                return record;
            }

            var shard = Shard(++_shards);
            var eventId = $"shardId-{shard}:{record.SequenceNumber}";
            return record with
            {
                Name = new(eventId, record.SequenceNumber),
                Content = record.IsJson ? Renamed(record.Content, eventId) : record.Content,
            };
        }

        static string Shard(long number) => number.ToString("D12", CultureInfo.InvariantCulture);

        static byte[] Renamed(ReadOnlyMemory<byte> content, string eventId)
        {
            var json = JsonNode.Parse(content.Span)!;
            json["eventID"] = eventId;
            return JsonSerializer.SerializeToUtf8Bytes(json);
        }
    }
}
