using System.Text;

namespace Impressions.Tests;

/// <summary>Every case through the published function, over HTTP, into an endpoint as strict as the service.</summary>
public sealed class CapturedEventTests
{
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    public static TheoryData<string> SettingGroups =>
        [.. EventCase.Names.Select(EventCase.Load).Select(GroupOf).Distinct(StringComparer.Ordinal)];

    /// <summary>One process for all cases that share their settings, as Lambda would reuse it.</summary>
    [Theory]
    [MemberData(nameof(SettingGroups))]
    public async Task Invoke_CapturedEvents_SendsAndAnswersExactlyAsExpected(string settingGroup)
    {
        var cases = EventCase
            .Names.Select(EventCase.Load)
            .Where(given => GroupOf(given) == settingGroup)
            .ToList();
        await using var function = await LocalLambda.StartAsync(
            new LocalLambdaOptions(Built.Function) { Settings = cases[0].Settings },
            CancellationToken.None
        );

        foreach (var given in cases)
        {
            var before = function.Personalize.Calls.Count;
            var answer = await function.InvokeAsync(given.Payload, Timeout, CancellationToken.None);

            Assert.Null(answer.Error);
            Assert.Equal(
                (given.Name, given.Answer),
                (given.Name, Encoding.UTF8.GetString(answer.Response.Span))
            );
            var calls = function.Personalize.Calls.Skip(before).ToList();
            Assert.All(
                calls,
                call => Assert.Equal((given.Name, 200, ""), (given.Name, call.Status, call.ErrorCode))
            );
            Assert.Equal(
                given.Calls.Order(StringComparer.Ordinal),
                calls.Select(call => Encoding.UTF8.GetString(call.Body.Span)).Order(StringComparer.Ordinal)
            );
        }
    }

    static string GroupOf(EventCase given) =>
        string.Join(' ', given.Settings.Select(setting => $"{setting.Key}={setting.Value}"));
}
