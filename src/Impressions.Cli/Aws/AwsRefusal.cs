namespace Impressions.Cli.Aws;

/// <summary>A service refused a read.</summary>
#pragma warning disable CA1032 // it always has an operation and a code
sealed class AwsRefusal(string operation, string code, string message)
#pragma warning restore CA1032
    : Exception($"{operation}: {code}{(message.Length > 0 ? $": {message}" : "")}")
{
    public string Operation { get; } = operation;

    /// <summary>The service's error code without namespace.</summary>
    public string Code { get; } = code;

    public bool IsNotFound =>
        Code is "ResourceNotFoundException" or "NoSuchEntity"
        || Message.Contains("does not exist", StringComparison.Ordinal);

    public bool IsDenied =>
        Code.StartsWith("AccessDenied", StringComparison.Ordinal) || Code == "UnauthorizedOperation";
}
