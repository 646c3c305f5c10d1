using System.CommandLine;

namespace Impressions;

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
    )
    {
        var option = new Option<int>(name)
        {
            Description = description,
            HelpName = unit,
            DefaultValueFactory = _ => preset,
        };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is var value && (value < least || value > most))
            {
                result.AddError($"{name}: want {least} to {most}.");
            }
        });
        return option;
    }
}
