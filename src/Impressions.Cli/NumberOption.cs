using System.CommandLine;
using System.Globalization;

namespace Impressions.Cli;

/// <summary>An option whose value is a whole number within bounds.</summary>
static class NumberOption
{
    /// <param name="preset">Its value when it is not given.</param>
    public static Option<int> Create(
        string name,
        string description,
        int preset,
        int most,
        int least = 0,
        string unit = "N"
    ) =>
        new(name)
        {
            Description = description,
            HelpName = unit,
            DefaultValueFactory = _ => preset,
            CustomParser = given =>
            {
                var text = given.Tokens[0].Value;
                var isNumber = int.TryParse(
                    text,
                    NumberStyles.None,
                    CultureInfo.InvariantCulture,
                    out var value
                );
                if (!isNumber || value < least || value > most)
                {
                    given.AddError($"{name}: expected {least} to {most}, got {text}.");
                }

                return value;
            },
        };
}
