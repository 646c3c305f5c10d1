using Amazon.S3;
using Amazon.S3.Model;

namespace Impressions.Cli.Aws;

/// <summary>
/// Writes an object as it comes, a large one in parts. Nothing of it is there before <see cref="Complete"/>; an upload that is
/// disposed of before then is taken back.
/// </summary>
sealed class S3Upload(IAmazonS3 client, S3Location location) : Stream
{
    /// <summary>S3 takes parts from 5 MiB on, and 10,000 of them (bytes).</summary>
    const int PartBytes = 16 << 20;

    readonly MemoryStream _part = new();
    readonly List<PartETag> _parts = [];
    string? _uploadId;
    long _written;
    bool _isClosed;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _written;

    public override long Position
    {
        get => _written;
        set => throw new NotSupportedException();
    }

    /// <summary>Does nothing once it is disposed of: a writer in front still holds a few lines then.</summary>
    /// <exception cref="UsageException">The bucket does not take it; says why.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (_isClosed)
        {
            return;
        }

        _part.Write(buffer);
        _written += buffer.Length;
        if (_part.Length >= PartBytes)
        {
            Explained(UploadPartAsync);
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc cref="Write(ReadOnlySpan{byte})"/>
    public void Complete()
    {
        Explained(_uploadId is null ? PutAsync : CompleteAsync);
        _isClosed = true;
    }

    public override void Flush() { }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isClosed)
        {
            _isClosed = true;
            Abort();
        }

        base.Dispose(disposing);
    }

    /// <summary>Does not throw: what went wrong before is what the user must know.</summary>
    void Abort()
    {
        try
        {
            if (_uploadId is not null)
            {
                Explained(AbortAsync, "s3:AbortMultipartUpload");
            }
        }
        catch (UsageException failure)
        {
            Console.Error.WriteLine(
                $"What was uploaded of {location} stays, and costs, until you delete it: {failure.Message}"
            );
        }
    }

    void Explained(Func<Task> act, string permission = "s3:PutObject")
    {
        try
        {
            act().GetAwaiter().GetResult();
        }
        catch (Exception failure) when (failure is AmazonS3Exception || AwsProfile.IsOfCredentials(failure))
        {
            throw S3Client.Explain(failure, location, permission);
        }
    }

    Task PutAsync()
    {
        _part.Position = 0;
        return client.PutObjectAsync(
            new PutObjectRequest
            {
                BucketName = location.Bucket,
                Key = location.Prefix,
                InputStream = _part,
                AutoCloseStream = false,
                UseChunkEncoding = false, // some stores keep the chunks' signatures as content
            }
        );
    }

    async Task UploadPartAsync()
    {
        _uploadId ??= (
            await client.InitiateMultipartUploadAsync(location.Bucket, location.Prefix).ConfigureAwait(false)
        ).UploadId;
        _part.Position = 0;
        var answer = await client
            .UploadPartAsync(
                new UploadPartRequest
                {
                    BucketName = location.Bucket,
                    Key = location.Prefix,
                    UploadId = _uploadId,
                    PartNumber = _parts.Count + 1,
                    InputStream = _part,
                    PartSize = _part.Length,
                    UseChunkEncoding = false, // as above
                }
            )
            .ConfigureAwait(false);
        _parts.Add(new PartETag(answer));
        _part.SetLength(0);
    }

    async Task CompleteAsync()
    {
        if (_part.Length > 0)
        {
            await UploadPartAsync().ConfigureAwait(false);
        }

        _ = await client
            .CompleteMultipartUploadAsync(
                new CompleteMultipartUploadRequest
                {
                    BucketName = location.Bucket,
                    Key = location.Prefix,
                    UploadId = _uploadId,
                    PartETags = _parts,
                }
            )
            .ConfigureAwait(false);
    }

    Task AbortAsync() =>
        client.AbortMultipartUploadAsync(
            new AbortMultipartUploadRequest
            {
                BucketName = location.Bucket,
                Key = location.Prefix,
                UploadId = _uploadId,
            }
        );
}
