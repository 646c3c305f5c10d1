namespace Impressions.Emulation.Http;

/// <summary>Why the endpoint does not take a call.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Code">AWS error code, without namespace.</param>
/// <param name="Message">For people; names members and limits, never repeats a value that was sent.</param>
sealed record Refusal(int Status, string Code, string Message)
{
    public const string InvalidInput = "InvalidInputException";

    /// <summary>The only error that the API model gives PutEvents.</summary>
    public static Refusal Invalid(string message) => new(400, InvalidInput, message);
}
