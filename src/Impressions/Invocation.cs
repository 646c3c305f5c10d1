namespace Impressions;

/// <summary>One call of the function by Lambda.</summary>
/// <param name="RequestId">Header <c>Lambda-Runtime-Aws-Request-Id</c>.</param>
/// <param name="Deadline">
/// When Lambda kills the invocation: header <c>Lambda-Runtime-Deadline-Ms</c>, milliseconds since 1970-01-01 UTC.
/// </param>
/// <param name="FunctionArn">Header <c>Lambda-Runtime-Invoked-Function-Arn</c>; empty where it is not sent.</param>
/// <param name="Payload">Valid only until the invocation is answered: its buffer is used again for the next.</param>
readonly record struct Invocation(
    string RequestId,
    DateTimeOffset Deadline,
    string FunctionArn,
    ReadOnlyMemory<byte> Payload
);
