using System.Text.Json;
using System.Text.Json.Serialization;
using Amazon.Lambda.Core;

namespace Amazon.Lambda.Serialization.SystemTextJson;

public class JsonSerializerException(string message, Exception exception) : Exception(message, exception);

public class SourceGeneratorLambdaJsonSerializer<TSGContext> : ILambdaSerializer
    where TSGContext : JsonSerializerContext
{
    readonly JsonSerializerContext _context = (JsonSerializerContext)
        Activator.CreateInstance(
            typeof(TSGContext),
            new JsonSerializerOptions
            {
                DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
                PropertyNameCaseInsensitive = true,
                PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
                Converters = { new EpochSeconds(), new Base64Stream() },
            }
        );

    public T Deserialize<T>(Stream requestStream)
    {
        try
        {
            return (T)JsonSerializer.Deserialize(requestStream, _context.GetTypeInfo(typeof(T)));
        }
        catch (Exception failure)
        {
            throw new JsonSerializerException(
                $"Error converting the Lambda event JSON payload to type {typeof(T).FullName}: {failure.Message}",
                failure
            );
        }
    }

    public void Serialize<T>(T response, Stream responseStream) =>
        JsonSerializer.Serialize(responseStream, response, _context.GetTypeInfo(typeof(T)));

    sealed class EpochSeconds : JsonConverter<DateTime>
    {
        public override DateTime Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            DateTime.UnixEpoch.AddSeconds(reader.GetDouble());

        public override void Write(Utf8JsonWriter writer, DateTime value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value);
    }

    sealed class Base64Stream : JsonConverter<MemoryStream>
    {
        public override MemoryStream Read(
            ref Utf8JsonReader reader,
            Type type,
            JsonSerializerOptions options
        ) => new(reader.GetBytesFromBase64());

        public override void Write(
            Utf8JsonWriter writer,
            MemoryStream value,
            JsonSerializerOptions options
        ) => writer.WriteBase64StringValue(value.ToArray());
    }
}
