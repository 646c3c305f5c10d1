using Impressions.Core;
using Impressions.Sandbox.View;

namespace Impressions.Cli.Tail;

/// <summary>Shows events as they come. Values of events only where they are asked for.</summary>
abstract class TailOutput(bool showsValues)
{
    protected bool ShowsValues { get; } = showsValues;

    public static TailOutput Open(bool writesJson, bool showsValues) =>
        writesJson ? new TailJson(showsValues) : new TailText(showsValues);

    public abstract void Write(TailedEvent tailed);

    public abstract void Write(TailSummary summary);

    /// <summary>One of the sandbox's fates; what the function would send is <c>mapped</c>, as <c>preview</c> has it.</summary>
    protected static string FateOf(SeenEvent seen) =>
        seen.Fate == EventFate.Pending ? "mapped" : Codes<EventFate>.Of(seen.Fate);

    protected static string NameOf(SeenEvent seen) =>
        seen.Name.Length == 0 ? "(no event)"
        : seen.Action.Length > 0 ? $"{seen.Name}.{seen.Action}"
        : seen.Name;
}
