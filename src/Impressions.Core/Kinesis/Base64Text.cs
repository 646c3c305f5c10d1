using System.Buffers;
using System.Buffers.Text;
using Impressions.Core.Json;

namespace Impressions.Core.Kinesis;

/// <summary>A record's data, which is a text of base64.</summary>
static class Base64Text
{
    /// <summary>So many characters for so many bytes.</summary>
    const int BlockLength = 4;
    const int BlockBytes = 3;

    const int Corrupt = -1;

    /// <summary>Takes the value that comes.</summary>
    /// <param name="buffer">Gets what it decodes to; as long as it can be.</param>
    /// <returns>Bytes written; -1 if it is no base64.</returns>
    /// <exception cref="System.Text.Json.JsonException">It is no JSON.</exception>
    public static int Read(ref JsonScanner json, Span<byte> buffer)
    {
        if (json.Peek() != (byte)'"')
        {
            _ = json.TakeValue();
            return Corrupt;
        }

        if (TryReadPlain(ref json, buffer, out var written))
        {
            return written;
        }

        var text = json.TakeText();
        var base64 = json.HasEscapes ? JsonEscapes.Resolve(text) : text; // some writers escape the slash
        return Base64.DecodeFromUtf8(base64, buffer, out _, out written) == OperationStatus.Done
            ? written
            : Corrupt;
    }

    /// <summary>
    /// Most of a payload is base64, so nobody looks for its end first: the decoder stops there. What it took without leaving
    /// anything out, as it leaves out white space, has neither an escape nor a control character in it.
    /// </summary>
    /// <returns>False if it is to be looked at more closely.</returns>
    static bool TryReadPlain(ref JsonScanner json, Span<byte> buffer, out int written)
    {
        var rest = json.Rest[1..];
        _ = Base64.DecodeFromUtf8(rest, buffer, out var read, out written);
        if (read != written / BlockBytes * BlockLength)
        {
            return false;
        }

        if (rest[read..] is [not (byte)'"', _, _, _, ..]) // the padded end, which the decoder knows by nothing coming after it
        {
            var end = rest.Slice(read, BlockLength);
            _ = Base64.DecodeFromUtf8(end, buffer[written..], out _, out var endWritten);
            if (endWritten == 0)
            {
                return false;
            }

            read += BlockLength;
            written += endWritten;
        }

        if (rest[read..] is not [(byte)'"', ..])
        {
            return false;
        }

        json.Advance(read + 2);
        return true;
    }
}
