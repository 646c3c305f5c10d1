using System.Diagnostics.CodeAnalysis;

namespace Impressions.Emulation.Lambda;

/// <summary>The function cannot answer this or any later invocation: it never started, ended or stopped asking.</summary>
[SuppressMessage("Design", "CA1032", Justification = "It is never thrown without saying why")]
[SuppressMessage("Design", "CA1064", Justification = "Nothing of this assembly is public")]
sealed class FunctionUnavailableException(string message, Exception? inner = null)
    : Exception(message, inner);
