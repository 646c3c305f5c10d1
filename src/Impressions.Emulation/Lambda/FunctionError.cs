using System.Text.Json;

namespace Impressions.Emulation.Lambda;

/// <summary>An error as the function reported it, or as Lambda would report it about the function.</summary>
sealed record FunctionError(string Type, string Message)
{
    /// <summary>Lambda's own, for an answer beyond its quota.</summary>
    public static FunctionError ResponseTooLarge { get; } =
        new("Function.ResponseSizeTooLarge", "Response payload size exceeded maximum allowed payload size");

    /// <summary>Lambda's own words for a missed deadline.</summary>
    public static FunctionError TimedOut(TimeSpan limit) =>
        new(
            "Sandbox.Timedout",
            FormattableString.Invariant($"Task timed out after {limit.TotalSeconds:F2} seconds")
        );

    /// <summary>Reads what a runtime posts about an exception.</summary>
    /// <param name="body"><c>{"errorMessage":…,"errorType":…}</c>; anything else is an error without a message.</param>
    /// <param name="typeHeader"><c>Lambda-Runtime-Function-Error-Type</c>; counts where the body names none.</param>
    public static FunctionError Read(ReadOnlyMemory<byte> body, string typeHeader)
    {
        var type = typeHeader.Length > 0 ? typeHeader : "Unhandled";
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object
                ? new(Text(root, "errorType") ?? type, Text(root, "errorMessage") ?? "")
                : new(type, "");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return new(type, "");
        }
    }

    static string? Text(JsonElement parent, string member) =>
        parent.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
