namespace Impressions.Emulation.Bucket;

/// <summary>An object of the local bucket.</summary>
sealed record StoredObject(
    string Key,
    ReadOnlyMemory<byte> Content,
    string ContentType,
    DateTimeOffset StoredAt
);
