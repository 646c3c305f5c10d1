namespace Impressions.Core.Delivery;

/// <summary>What the function calls AWS for.</summary>
enum CallPurpose : byte
{
    /// <summary>Interactions: Personalize, PutEvents.</summary>
    Interactions,

    /// <summary>Metadata of users and items: Personalize, PutUsers and PutItems.</summary>
    Metadata,

    /// <summary>Dead letters: S3, PutObject.</summary>
    DeadLetters,

    /// <summary>Shown items that all instances share: DynamoDB, BatchGetItem and UpdateItem.</summary>
    ShownItems,

    /// <summary>Clicks that all instances share: the same.</summary>
    Clicks,
}
