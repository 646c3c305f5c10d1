using Impressions.Core.Mapping;

namespace Impressions.Cli.Export;

/// <summary>Takes the rows of an export.</summary>
interface IInteractionsOutput
{
    /// <summary>Values of properties that Personalize would not import: too long, or of several lines.</summary>
    long ValuesLeftOut { get; }

    /// <param name="interaction">That a row can hold: <see cref="InteractionsCsv.CanWrite(Interaction)"/>.</param>
    void Write(Interaction interaction);
}
