using System.Net.Http.Headers;
using System.Text.Json;

namespace Impressions.Personalize;

/// <summary>The error code of a refused call: in a header, else in the body.</summary>
static class ErrorCode
{
    /// <returns>As the service wrote it, without namespace; empty when it named none.</returns>
    public static string Of(HttpResponseHeaders headers, ReadOnlySpan<byte> body)
    {
        var code = headers.NonValidated.TryGetValues("x-amzn-ErrorType", out var values)
            ? values.FirstOrDefault("")
            : CodeIn(body);
        var end = code.IndexOf(':'); // what follows is the URL of the model
        return (end < 0 ? code : code[..end]).Split('#')[^1];
    }

    static string CodeIn(ReadOnlySpan<byte> body)
    {
        try
        {
            var json = new Utf8JsonReader(body);
            while (json.Read())
            {
                if (
                    json.CurrentDepth == 1
                    && json.TokenType == JsonTokenType.PropertyName
                    && (json.ValueTextEquals("__type"u8) || json.ValueTextEquals("code"u8))
                    && json.Read()
                    && json.TokenType == JsonTokenType.String
                )
                {
                    return json.GetString()!;
                }
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // no answer of the service's
        }

        return "";
    }
}
