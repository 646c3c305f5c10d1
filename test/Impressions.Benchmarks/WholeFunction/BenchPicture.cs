using System.Globalization;
using System.Net;
using System.Text;

namespace Impressions.Benchmarks.WholeFunction;

/// <summary>Draws what 1,000 records cost against the records of an invocation, a line for each program, as SVG.</summary>
static class BenchPicture
{
    /// <summary>Records of an invocation; what a run with a picture measures.</summary>
    public static readonly IReadOnlyList<int> BatchSizes = [10, 30, 100, 300, 1_000];

    // The plot within the picture (pixels).
    const int Left = 60;
    const int Right = 560;
    const int Top = 30;
    const int Bottom = 270;

    static readonly string[] Colours = ["#0b6e99", "#d9730d", "#6940a5", "#0f7b6c"];

    /// <param name="runs">Of the same programs, one for each batch size.</param>
    public static string Draw(IReadOnlyList<BenchResults> runs)
    {
        var most = runs.SelectMany(run => run.Programs).Max(Cost);
        var svg = new StringBuilder();
        Add(
            svg,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 620 320\" font-family=\"sans-serif\" font-size=\"12\">"
        );
        Add(svg, $"<rect width=\"620\" height=\"320\" fill=\"#fff\"/>");
        Add(svg, $"<path d=\"M{Left} {Top}V{Bottom}H{Right}\" fill=\"none\" stroke=\"#888\"/>");
        Add(svg, $"<text x=\"{Left}\" y=\"18\">CPU per 1,000 records (ms), at most {most:N0}</text>");
        Add(svg, $"<text x=\"{Right}\" y=\"306\" text-anchor=\"end\">records of an invocation</text>");
        for (var i = 0; i < runs.Count; i++)
        {
            Add(
                svg,
                $"<text x=\"{X(i, runs.Count)}\" y=\"288\" text-anchor=\"middle\">{runs[i].Options.BatchSize:N0}</text>"
            );
        }

        for (var program = 0; program < runs[0].Programs.Count; program++)
        {
            AddProgram(svg, runs, program, most);
        }

        return svg.Append("</svg>\n").ToString();
    }

    static void AddProgram(StringBuilder svg, IReadOnlyList<BenchResults> runs, int program, double most)
    {
        var colour = Colours[program % Colours.Length];
        var name = WebUtility.HtmlEncode(Path.GetFileName(runs[0].Programs[program].Program));
        var points = runs.Select(
            (run, i) =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{X(i, runs.Count)},{Y(Cost(run.Programs[program]), most)}"
                )
        );
        Add(
            svg,
            $"<polyline points=\"{string.Join(' ', points)}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>"
        );
        Add(
            svg,
            $"<text x=\"{Right}\" y=\"{Top + 14 + (18 * program)}\" text-anchor=\"end\" fill=\"{colour}\">{name}</text>"
        );
    }

    static double Cost(BenchResult result) => result.CpuPerThousandRecords.TotalMilliseconds;

    static int X(int run, int runs) => Left + ((Right - Left) * (run + 1) / (runs + 1));

    static int Y(double cost, double most) => Bottom - (int)((Bottom - Top) * cost / most);

    static void Add(StringBuilder svg, FormattableString element) =>
        svg.Append(element.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
