namespace Impressions;

/// <summary>
/// An invocation failed for a reason that is safe to log. Its message goes to Lambda and to logs, so it never holds a
/// value from a payload; the messages of all other exceptions are withheld because they may.
/// </summary>
#pragma warning disable CA1032 // its author vouches for the message: no other way to make one
sealed class InvocationException(string message) : Exception(message);
#pragma warning restore CA1032
