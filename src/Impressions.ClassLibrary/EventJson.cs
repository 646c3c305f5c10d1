using System.Text.Json.Serialization;
using Amazon.Lambda.KinesisEvents;

namespace Impressions;

/// <summary>The code that reads and writes the handler's types, generated when this is compiled.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(KinesisEvent))]
[JsonSerializable(typeof(StreamsEventResponse))]
#pragma warning disable CA1515 // AWS's serializer makes one
public sealed partial class EventJson : JsonSerializerContext;
#pragma warning restore CA1515
