using System.Collections;

namespace Impressions.Cli;

/// <summary>The environment of a function that uses the user's own endpoints and credentials.</summary>
static class FunctionEnvironment
{
    /// <summary>The user's variables, without Lambda's, which the tool sets.</summary>
    public static Dictionary<string, string> OfUser()
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            if (
                variable is { Key: string name, Value: string value }
                && !name.StartsWith("AWS_LAMBDA_", StringComparison.Ordinal)
            )
            {
                variables[name] = value;
            }
        }

        // A proxy is for what is far: the function's dead letters come back here.
        foreach (var name in (ReadOnlySpan<string>)["no_proxy", "NO_PROXY"])
        {
            variables[name] =
                variables.TryGetValue(name, out var near) && near.Length > 0
                    ? $"{near},127.0.0.1"
                    : "127.0.0.1";
        }

        return variables;
    }
}
