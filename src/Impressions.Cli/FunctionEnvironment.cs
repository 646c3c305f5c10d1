using System.Collections;

namespace Impressions;

/// <summary>The environment of a function that sends to where the user's own environment says.</summary>
static class FunctionEnvironment
{
    /// <summary>The user's variables, without Lambda's: these are the tool's to give.</summary>
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

        return variables;
    }
}
