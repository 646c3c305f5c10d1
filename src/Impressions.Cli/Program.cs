using System.CommandLine;
using System.CommandLine.Help;
using Impressions.Cli.DeadLetters;
using Impressions.Cli.Doctor;
using Impressions.Cli.Export;
using Impressions.Cli.Preview;
using Impressions.Cli.Replay;
using Impressions.Cli.Report;
using Impressions.Cli.Run;
using Impressions.Cli.Serve;
using Impressions.Cli.Tail;

namespace Impressions.Cli;

static class Program
{
    static Task<int> Main(string[] arguments) =>
        ToolCommands.RunAsync(
            new Command(
                "impressions",
                "Try Impressions on this machine: the function that reports to Amazon Personalize which recommendations "
                    + "were clicked. Without a command it runs the captured sample events."
            )
            {
                RunCommand.Create(),
                PreviewCommand.Create(),
                ExportCommand.Create(),
                ReportCommand.Create(),
                ReplayCommand.Create(),
                DeadLettersCommand.Create(),
                ServeCommand.Create(),
                DoctorCommand.Create(),
                TailCommand.Create(),
                new HelpOption(),
                new VersionOption(),
            },
            arguments is [] ? ["run"] : arguments
        );
}
