namespace Impressions.Cli;

/// <summary>What was asked for cannot be done; the message says what to do instead. Exit code 2.</summary>
#pragma warning disable CA1032 // never thrown without saying why
sealed class UsageException(string message, Exception? inner = null) : Exception(message, inner);
#pragma warning restore CA1032
