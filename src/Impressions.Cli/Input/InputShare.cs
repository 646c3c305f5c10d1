using System.Globalization;
using System.IO.Hashing;
using System.Text;

namespace Impressions.Cli.Input;

/// <summary>
/// One of several equal shares of the files, by a hash of their paths: together they are all files, no file is in two of
/// them, and a new file moves no other one.
/// </summary>
/// <param name="Number">1-based.</param>
/// <param name="Count">Of all shares.</param>
readonly record struct InputShare(int Number, int Count)
{
    public const int MaxCount = 10_000;

    /// <summary>Stands for the share that AWS Batch gives a job of an array.</summary>
    const string Batch = "batch";

    /// <summary>0-based, of the job.</summary>
    const string BatchIndex = "AWS_BATCH_JOB_ARRAY_INDEX";

    const string BatchSize = "AWS_BATCH_JOB_ARRAY_SIZE";

    /// <summary><c>I/N</c>, or <c>batch</c> in a job of an array.</summary>
    /// <param name="variable">Reads an environment variable.</param>
    /// <exception cref="UsageException">It is neither.</exception>
    public static InputShare Parse(string text, Func<string, string?> variable)
    {
        if (text == Batch)
        {
            return TryRead(variable(BatchIndex), variable(BatchSize), first: 0, out var job)
                ? job
                : throw new UsageException(
                    $"--part {Batch}: expected {BatchIndex} and {BatchSize}, which AWS Batch sets in the jobs of an array; use "
                        + "--part I/N elsewhere."
                );
        }

        return text.Split('/') is [var number, var count] && TryRead(number, count, first: 1, out var share)
            ? share
            : throw new UsageException(
                $"--part: expected I/N, such as 3/10, with at most {MaxCount.ToString("N0", CultureInfo.InvariantCulture)} parts, or {Batch}; got {text}."
            );
    }

    public bool Has(InputFile file) =>
        Count <= 1
        || XxHash64.HashToUInt64(Encoding.UTF8.GetBytes(file.Path)) % (ulong)Count == (ulong)(Number - 1);

    static bool TryRead(string? number, string? count, int first, out InputShare share)
    {
        share = default;
        if (!TryParse(number, out var position) || !TryParse(count, out var size))
        {
            return false;
        }

        share = new(position - first + 1, size);
        return size is >= 1 and <= MaxCount && share.Number >= 1 && share.Number <= size;
    }

    static bool TryParse(string? text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
