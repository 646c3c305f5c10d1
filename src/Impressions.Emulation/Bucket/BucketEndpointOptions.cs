using Impressions.Emulation.Http;

namespace Impressions.Emulation.Bucket;

/// <summary>How the local bucket behaves.</summary>
sealed record BucketEndpointOptions
{
    /// <summary>Port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Of the one bucket that exists.</summary>
    public string Name { get; init; } = "local-dead-letters";

    public SigningIdentity Identity { get; init; } = SigningIdentity.Local;

    /// <summary>Most keys of one answer to a listing (objects); S3's own most.</summary>
    public int PageSize { get; init; } = 1_000;

    /// <summary>
    /// The fault plan: gets the number of the request (from 1), on several threads at once; null lets it be.
    /// </summary>
    public Func<int, Fault?> Faults { get; init; } = _ => null;

    /// <summary>False where the caller signs with credentials unknown to this endpoint.</summary>
    public bool ChecksSignatures { get; init; } = true;

    /// <summary>
    /// Keeps each object for a time, as a bucket with Object Lock does: S3 then refuses an object that comes without a checksum.
    /// </summary>
    public bool HasDefaultRetention { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
