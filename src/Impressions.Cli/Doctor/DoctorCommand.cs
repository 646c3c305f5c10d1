using System.CommandLine;
using Impressions.Cli.Aws;
using Spectre.Console;

namespace Impressions.Cli.Doctor;

/// <summary><c>impressions doctor</c>: what in the account keeps Personalize from learning.</summary>
static class DoctorCommand
{
    const int Healthy = 0;
    const int Found = 1;

    static readonly Option<string> Stack = new("--stack")
    {
        Description = "The stack that template.yaml was deployed as.",
        HelpName = "NAME",
    };

    static readonly Option<string> Function = new("--function")
    {
        Description = "The function, instead of a stack.",
        HelpName = "NAME",
    };

    static readonly Option<string> TrackingId = new("--tracking-id")
    {
        Description = "The event tracker's id, instead of the function's setting.",
        HelpName = "ID",
    };

    static readonly Option<string> Stream = new("--stream")
    {
        Description = "The stream's name or ARN, instead of the function's trigger.",
        HelpName = "STREAM",
    };

    static readonly Option<string> Region = new("--region")
    {
        Description = "AWS region; without it, that of the variables or the profile.",
        HelpName = "REGION",
    };

    static readonly Option<string> Profile = new("--profile")
    {
        Description = "AWS profile; without it, AWS_PROFILE.",
        HelpName = "NAME",
    };

    public static Command Create()
    {
        var command = new Command(
            "doctor",
            "Say what in the AWS account keeps Personalize from learning, each finding with the line that fixes it. Only reads. "
                + "Exit code 1 with findings."
        )
        {
            Stack,
            Function,
            TrackingId,
            Stream,
            Region,
            Profile,
            CommonOptions.Json,
        };
        command.SetAction(
            (parsed, cancellation) =>
                RunAsync(
                    new DoctorTarget(
                        parsed.GetValue(Stack),
                        parsed.GetValue(Function),
                        parsed.GetValue(TrackingId),
                        parsed.GetValue(Stream)
                    ),
                    parsed.GetValue(Region),
                    parsed.GetValue(Profile),
                    parsed.GetValue(CommonOptions.Json),
                    cancellation
                )
        );
        return command;
    }

    static async Task<int> RunAsync(
        DoctorTarget target,
        string? region,
        string? profile,
        bool isJson,
        CancellationToken cancellation
    )
    {
        if ((target.Stack ?? target.Function ?? target.TrackingId) is null)
        {
            throw new UsageException(
                "Name what to look at: --stack NAME, --function NAME or --tracking-id ID."
            );
        }

        using var aws = await AwsReader.OpenAsync(region, profile, TimeProvider.System).ConfigureAwait(false);
        var reader = new AccountReader(
            aws,
            TimeProvider.System,
            step => Console.Error.WriteLine($"reading {step}")
        );
        var account = await reader.ReadAsync(target, cancellation).ConfigureAwait(false);
        var findings = Diagnosis.Of(account);
        if (isJson)
        {
            using var output = Console.OpenStandardOutput();
            DoctorReport.WriteJson(output, account, findings);
        }
        else
        {
            DoctorReport.Write(AnsiConsole.Console, account, findings);
        }

        return findings.Count == 0 ? Healthy : Found;
    }
}
