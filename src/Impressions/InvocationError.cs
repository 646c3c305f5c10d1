using System.Buffers;
using System.Text.Json;

namespace Impressions;

/// <summary>An error document of Lambda's Runtime API: <c>errorMessage</c>, <c>errorType</c>, <c>stackTrace</c>.</summary>
static class InvocationError
{
    public static ReadOnlyMemory<byte> Write(Exception failure) =>
        Write(failure.GetType().Name, SafeMessage(failure), failure.StackTrace ?? "");

    /// <summary>An error that is no exception of a handler.</summary>
    /// <param name="errorType">Such as <c>Runtime.ConfigInvalid</c>.</param>
    /// <param name="message">Safe to log: holds no value from a payload.</param>
    /// <param name="stackTrace">Lines as in <see cref="Exception.StackTrace"/>; empty when there are none.</param>
    public static ReadOnlyMemory<byte> Write(string errorType, string message, string stackTrace = "")
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartObject();
            writer.WriteString("errorMessage"u8, message);
            writer.WriteString("errorType"u8, errorType);
            writer.WriteStartArray("stackTrace"u8);
            foreach (
                var line in stackTrace.Split(
                    '\n',
                    StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
                )
            )
            {
                writer.WriteStringValue(line);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return json.WrittenMemory;
    }

    static string SafeMessage(Exception failure) =>
        failure is InvocationException
            ? failure.Message
            : "The message is withheld: it may quote the payload.";
}
