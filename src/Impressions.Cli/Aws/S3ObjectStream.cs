using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Impressions.Cli.Input;

namespace Impressions.Cli.Aws;

/// <summary>
/// An object as it comes. Where a read breaks off or stalls, it goes on from there; an object that is no longer the one that
/// was listed is refused.
/// </summary>
/// <param name="time">Of waits.</param>
sealed class S3ObjectStream(IAmazonS3 client, S3Location location, InputFile file, TimeProvider time) : Stream
{
    /// <summary>Reads in a row of which nothing came.</summary>
    const int MaxAttempts = 6;

    /// <summary>Before the second attempt; then twice as long.</summary>
    static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(200);

    /// <summary>Without a byte, a read counts as broken off.</summary>
    public static readonly TimeSpan LongestStall = TimeSpan.FromSeconds(30);

    GetObjectResponse? _answer;
    long _position;
    int _failures; // since the last byte

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => file.Length;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    /// <exception cref="UsageException">The object cannot be read to its end, or has changed; says which.</exception>
    public override async ValueTask<int> ReadAsync(
        Memory<byte> buffer,
        CancellationToken cancellationToken = default
    )
    {
        while (_position < file.Length && !buffer.IsEmpty)
        {
            try
            {
                using var timer = new CancellationTokenSource(LongestStall, time);
                using var stall = CancellationTokenSource.CreateLinkedTokenSource(
                    cancellationToken,
                    timer.Token
                );
                _answer ??= await GetAsync(stall.Token).ConfigureAwait(false);
                var count = await _answer.ResponseStream.ReadAsync(buffer, stall.Token).ConfigureAwait(false);
                if (count > 0)
                {
                    (_position, _failures) = (_position + count, 0);
                    return count;
                }

                throw new EndOfStreamException("It broke off.");
            }
            catch (AmazonS3Exception refusal)
            {
                throw S3Client.Explain(refusal, location, "s3:GetObject");
            }
            catch (AmazonClientException failure) when (_answer is not null)
            {
                throw new UsageException(
                    $"{location} cannot be read to its end: {failure.Message}. Something changed its content on the way: run the "
                        + "command again.",
                    failure
                );
            }
            catch (AmazonClientException failure)
            {
                throw S3Client.Explain(failure, location, "s3:GetObject");
            }
            catch (Exception failure)
                when (failure is IOException or HttpRequestException or TimeoutException
                    || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested)
                )
            {
                Disconnect();
                if (++_failures == MaxAttempts)
                {
                    throw new UsageException(
                        $"{location} cannot be read to its end: {MaxAttempts} reads from byte {_position} on broke off. {failure.Message}",
                        failure
                    );
                }

                await Task.Delay(FirstWait * Math.Pow(2, _failures - 1), time, cancellationToken)
                    .ConfigureAwait(false);
            }
        }

        return 0;
    }

    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Disconnect();
        }

        base.Dispose(disposing);
    }

    Task<GetObjectResponse> GetAsync(CancellationToken cancellation) =>
        client.GetObjectAsync(
            new GetObjectRequest
            {
                BucketName = location.Bucket,
                Key = location.Prefix,
                EtagToMatch = file.ETag,
                ByteRange = _position > 0 ? new ByteRange(_position, file.Length - 1) : null,
            },
            cancellation
        );

    void Disconnect()
    {
        _answer?.Dispose();
        _answer = null;
    }
}
