namespace Impressions;

/// <summary>What became of dead letters that were delivered again.</summary>
sealed class ReplayResult
{
    /// <summary>Code for what Personalize could not take at the time; the answers say why.</summary>
    public const string Unsent = "unsent";

    /// <summary>Dead letters that the function got.</summary>
    public int Replayed { get; set; }

    /// <summary>
    /// Rows left out, since one from the same place in the stream came before: an invocation that is delivered again
    /// stores its dead letters again, and an event has a row for each interaction that was refused.
    /// </summary>
    public int Copies { get; set; }

    /// <summary>Lines that are no rows of ours, or hold no record.</summary>
    public int Unreadable { get; set; }

    /// <summary>Personalize took all that came of them.</summary>
    public int Accepted { get; set; }

    /// <summary>Not for Personalize under the settings of today.</summary>
    public int Skipped { get; set; }

    /// <summary>Neither; they are still where they were.</summary>
    public int StillFailing => Replayed - Accepted - Skipped;

    /// <summary>Why dead letters were skipped, by code.</summary>
    public SortedDictionary<string, int> SkipReasons { get; } = new(StringComparer.Ordinal);

    /// <summary>Why they still fail, by code: a reason, <see cref="Unsent"/>, or an error of the function itself.</summary>
    public SortedDictionary<string, int> Failures { get; } = new(StringComparer.Ordinal);

    /// <summary>Batches that Personalize did not accept, by the answer's code.</summary>
    public SortedDictionary<string, int> Answers { get; } = new(StringComparer.Ordinal);

    /// <summary>What the function logged as an error, as text; each message once.</summary>
    public IReadOnlyList<string> Errors { get; set; } = [];

    public bool HasFailure => StillFailing > 0 || Unreadable > 0;
}
