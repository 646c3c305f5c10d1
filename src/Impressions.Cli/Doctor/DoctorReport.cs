using System.Text.Json;
using Spectre.Console;

namespace Impressions.Cli.Doctor;

/// <summary>Findings as one page of a terminal, or as JSON.</summary>
static class DoctorReport
{
    static readonly JsonWriterOptions Indented = new() { Indented = true };

    public static void Write(IAnsiConsole console, Account account, IReadOnlyList<Finding> findings)
    {
        console.WriteLine(Subject(account));
        console.WriteLine();
        foreach (var finding in findings)
        {
            var (mark, style) = MarkOf(finding.Severity);
            console.Write(new Text($"{mark} ", style));
            console.WriteLine(finding.Text);
            console.WriteLine($"        {finding.Fix}", new Style(Color.Grey));
        }

        console.WriteLine(findings.Count == 0 ? "ok: nothing is wrong." : $"\n{findings.Count} findings.");
        console.WriteLine();
        console.WriteLine("Cannot be seen from outside:", new Style(Color.Grey));
        foreach (var line in Diagnosis.CannotBeSeen)
        {
            console.WriteLine($"  {line}", new Style(Color.Grey));
        }
    }

    public static void WriteJson(System.IO.Stream output, Account account, IReadOnlyList<Finding> findings)
    {
        using var json = new Utf8JsonWriter(output, Indented);
        json.WriteStartObject();
        json.WriteString("region"u8, account.Region);
        json.WriteString("function"u8, account.Function?.Name);
        json.WriteString("trackingId"u8, account.TrackingId);
        json.WriteString("datasetGroup"u8, account.Group?.Arn);
        json.WriteStartArray("findings"u8);
        foreach (var finding in findings)
        {
            json.WriteStartObject();
            json.WriteString("id"u8, finding.Id);
            json.WriteString("severity"u8, finding.Severity.ToString().ToLowerInvariant());
            json.WriteString("text"u8, finding.Text);
            json.WriteString("fix"u8, finding.Fix);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    static string Subject(Account account)
    {
        string[] parts =
        [
            account.Function is { } function ? $"function {function.Name}" : "",
            account.Stream is { } stream ? $"stream {stream.Arn.Split('/')[^1]}" : "",
            account.Group is { } group ? $"dataset group {group.Arn.Split('/')[^1]}" : "",
        ];
        return $"{string.Join(", ", parts.Where(part => part.Length > 0))} in {account.Region}".TrimStart();
    }

    static (string Mark, Style Style) MarkOf(Severity severity) =>
        severity switch
        {
            Severity.Broken => ("broken ", new Style(Color.Red)),
            Severity.Weak => ("weak   ", new Style(Color.Yellow)),
            _ => ("note   ", new Style(Color.Blue)),
        };
}
