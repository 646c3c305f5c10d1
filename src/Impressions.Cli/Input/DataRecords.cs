using System.Globalization;
using System.Text;

namespace Impressions;

/// <summary>The data of records that did not come through Lambda, as one invocation. They are numbered from 0.</summary>
/// <param name="arrivedAt">When the stream took them.</param>
sealed class DataRecords(IReadOnlyList<ReadOnlyMemory<byte>> records, DateTimeOffset arrivedAt)
    : IKinesisRecords
{
    public void ForEach(RecordReader read)
    {
        for (var position = 0; position < records.Count; position++)
        {
            var number = Encoding.UTF8.GetBytes(position.ToString(CultureInfo.InvariantCulture));
            read(
                new KinesisRecord
                {
                    SequenceNumber = number,
                    EventId = number,
                    ArrivalMilliseconds = arrivedAt.ToUnixTimeMilliseconds(),
                    Data = records[position].Span,
                    IsCorrupt = false,
                }
            );
        }
    }
}
