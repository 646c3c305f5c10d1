using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Impressions.Core;
using Impressions.Core.DeadLetters;
using Impressions.Core.Delivery;
using Impressions.Core.Tests.Support;
using Impressions.EndToEnd.Tests.Support;

namespace Impressions.EndToEnd.Tests.DeadLetters;

/// <summary>Rows against Iglu Central's schema, by a validator of JSON Schema.</summary>
public sealed class BadRowSchemaTests
{
    public BadRowSchemaTests() => Needs.JavaScriptSdk();

    [Fact]
    public async Task Write_RowsOfEveryKind_FitTheSchema()
    {
        var rows = new BadRowWriter();
        foreach (var reason in Codes<DeadLetterReason>.All)
        {
            rows.Write(Some.DeadLetter() with { Reason = reason, ErrorCode = reason, Refused = default });
        }

        rows.Write(Some.DeadLetter());
        rows.Write(Some.DeadLetter("") with { Content = DeadLetterContent.Record });
        rows.Write(Some.DeadLetter() with { Payload = new byte[] { 0x1F, 0x8B, 0xFF, 0 } });
        rows.Write(Some.DeadLetter("\0\u0001\u2028€😀"));

        Assert.Empty(await ValidateAsync(Encoding.UTF8.GetString(rows.Written.Span)));
    }

    [Theory]
    [InlineData("\"payload\":", "\"payloads\":", "payload")]
    [InlineData("2026-11-22T04:05:06.789Z", "2026-11-22 04:05:06", "date-time")]
    [InlineData("\"errorCode\":\"InvalidInputException\"", "\"errorCode\":1", "errorCode")]
    [InlineData("event_forwarding_error/jsonschema", "generic_error/jsonschema", "schema is")]
    [InlineData("\"artifact\":", "\"more\":1,\"artifact\":", "additional properties")]
    public async Task Validate_ChangedRow_SaysWhatIsWrong(string old, string changed, string expected)
    {
        var rows = new BadRowWriter();
        rows.Write(Some.DeadLetter());
        var row = Encoding.UTF8.GetString(rows.Written.Span);
        Assert.Contains(old, row, StringComparison.Ordinal);

        var wrong = await ValidateAsync(row.Replace(old, changed, StringComparison.Ordinal));

        Assert.Contains(expected, string.Join('\n', wrong), StringComparison.Ordinal);
    }

    static async Task<string[]> ValidateAsync(string rows)
    {
        var schema = Repository.PathTo("test", "schemas", "event_forwarding_error-1-0-0.json");
        var start = new ProcessStartInfo(
            "node",
            [Path.Combine(NodeJs.SdkFolder, "validate-rows.mjs"), schema]
        )
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        };
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(rows);
        process.StandardInput.Close();
        var wrong = await process.StandardOutput.ReadToEndAsync();
        return JsonSerializer.Deserialize<string[]>(wrong)!;
    }
}
