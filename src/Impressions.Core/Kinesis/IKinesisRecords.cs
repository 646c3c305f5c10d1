using System.Text.Json;

namespace Impressions.Core.Kinesis;

/// <summary>
/// The records of an invocation, in whatever shape the host gets them. Read once to plan it, and again where its dead
/// letters are kept, so that nothing has to be copied for the many records that leave none.
/// </summary>
interface IKinesisRecords
{
    /// <summary>Hands over one record after the other, in the order of the invocation.</summary>
    /// <exception cref="JsonException">It is no Kinesis event.</exception>
    void ForEach(RecordReader read);
}

/// <param name="record">Its spans hold until this returns.</param>
delegate void RecordReader(in KinesisRecord record);
