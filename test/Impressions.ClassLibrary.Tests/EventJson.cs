using System.Text.Json.Serialization;
using Amazon.Lambda.KinesisEvents;

namespace Impressions.ClassLibrary.Tests;

/// <summary>For AWS's serializer, which a host of one's own may use.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(KinesisEvent))]
public sealed partial class EventJson : JsonSerializerContext;
