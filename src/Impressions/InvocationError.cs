using System.Buffers;
using System.Text.Json;

namespace Impressions;

/// <summary>An error document of Lambda's Runtime API: <c>errorMessage</c>, <c>errorType</c>, <c>stackTrace</c>.</summary>
static class InvocationError
{
    public static ReadOnlyMemory<byte> Write(Exception failure) =>
        Write(failure.GetType().Name, SafeMessage(failure), failure.StackTrace ?? "");

    /// <summary>An error that is not a handler's exception.</summary>
    /// <param name="errorType">Such as <c>Runtime.ConfigInvalid</c>.</param>
    /// <param name="message">Safe to log: holds no value from a payload.</param>
    public static ReadOnlyMemory<byte> Write(string errorType, string message) =>
        Write(errorType, message, stackTrace: "");

    /// <summary>The document as a log line, with what Lambda's log format JSON wants.</summary>
    public static ReadOnlyMemory<byte> WriteLine(Exception failure, string requestId, DateTimeOffset now)
    {
        var line = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartObject();
            json.WriteString("timestamp"u8, InvocationLog.Timestamp(now));
            json.WriteString("level"u8, "ERROR"u8);
            json.WriteString("requestId"u8, requestId);
            WriteMembers(json, failure.GetType().Name, SafeMessage(failure), failure.StackTrace ?? "");
            json.WriteEndObject();
        }

        line.Write("\n"u8);
        return line.WrittenMemory;
    }

    static ReadOnlyMemory<byte> Write(string errorType, string message, string stackTrace)
    {
        var document = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(document))
        {
            json.WriteStartObject();
            WriteMembers(json, errorType, message, stackTrace);
            json.WriteEndObject();
        }

        return document.WrittenMemory;
    }

    /// <param name="stackTrace">Lines as in <see cref="Exception.StackTrace"/>; empty when there are none.</param>
    static void WriteMembers(Utf8JsonWriter json, string errorType, string message, string stackTrace)
    {
        json.WriteString("errorMessage"u8, message);
        json.WriteString("errorType"u8, errorType);
        json.WriteStartArray("stackTrace"u8);
        foreach (
            var line in stackTrace.Split(
                '\n',
                StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
            )
        )
        {
            json.WriteStringValue(line);
        }

        json.WriteEndArray();
    }

    static string SafeMessage(Exception failure) =>
        failure is InvocationException
            ? failure.Message
            : "The message is withheld: it may quote the payload.";
}
