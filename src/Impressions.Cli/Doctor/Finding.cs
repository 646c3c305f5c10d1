namespace Impressions.Cli.Doctor;

/// <summary>How much a finding costs; the worst first.</summary>
enum Severity
{
    /// <summary>Personalize learns nothing, or events are lost.</summary>
    Broken,

    /// <summary>It learns less or worse than it could.</summary>
    Weak,

    /// <summary>Worth knowing.</summary>
    Note,
}

/// <summary>Something that is wrong with the account.</summary>
/// <param name="Id">Stable, for scripts.</param>
/// <param name="Text">What is wrong, in one sentence.</param>
/// <param name="Fix">What to do: a command, a parameter or a place.</param>
sealed record Finding(Severity Severity, string Id, string Text, string Fix);
