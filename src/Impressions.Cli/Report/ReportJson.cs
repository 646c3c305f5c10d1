using System.Text.Encodings.Web;
using System.Text.Json;

namespace Impressions.Cli.Report;

/// <summary>The report as one JSON object: <see cref="ReportFigures"/>, name by name.</summary>
static class ReportJson
{
    static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    public static void Write(Stream output, ReportFigures figures)
    {
        JsonSerializer.Serialize(output, figures, Options);
        output.Write("\n"u8);
    }
}
