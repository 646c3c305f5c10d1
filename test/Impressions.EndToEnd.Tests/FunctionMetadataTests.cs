using System.Text;
using Impressions.Core.Tests.Support;
using Impressions.Emulation.Http;
using Impressions.Emulation.Lambda;
using Impressions.EndToEnd.Tests.Support;
using Impressions.EndToEnd.Tests.Support.Traffic;

namespace Impressions.EndToEnd.Tests;

/// <summary>What the published function tells of users and items beside the interactions.</summary>
public sealed class FunctionMetadataTests
{
    const string Arn = "arn:aws:personalize:us-east-1:123456789012:dataset/shop/";
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    static readonly EventCase Login = EventCase.Load("ecommerce-list-view-user");

    [Fact]
    public async Task Invoke_CapturedLogin_TellsOfTheUserAndTheItemsOnce()
    {
        await using var function = await StartAsync(_ => null);

        for (var delivery = 0; delivery < 2; delivery++)
        {
            await InvokeAsync(function, Login);
        }

        var expected = Login.Calls.SelectMany(ExpectedInteraction.Of).ToList();
        Assert.Equal(
            [expected[0].UserId, .. expected.Select(interaction => interaction.ItemId)],
            function.Personalize.Metadata.Taken.OrderBy(taken => taken.Dataset).Select(taken => taken.Id)
        );
        Assert.All(
            function.Personalize.Metadata.Taken,
            taken => Assert.Matches("^{\"(language|category)\":\"[^\"]+\"", taken.Properties)
        );
        Assert.Equal(2, function.Personalize.Metadata.Calls);
    }

    [Theory]
    [InlineData("throttled")]
    [InlineData("refused")]
    [InlineData("denied")]
    [InlineData("down")]
    [InlineData("hangs")]
    public async Task Invoke_DatasetsFail_InteractionsGoOut(string fault)
    {
        await using var function = await StartAsync(_ =>
            fault switch
            {
                "throttled" => Fault.Throttled,
                "refused" => Fault.InvalidInput,
                "denied" => Fault.AccessDenied,
                "down" => Fault.Reset,
                _ => Fault.Hang,
            }
        );

        await InvokeAsync(function, Login);

        Assert.NotEmpty(function.Personalize.Accepted);
        Assert.Empty(function.Personalize.Metadata.Taken);
        Assert.InRange(function.Personalize.Metadata.Calls, 1, 8);
    }

    static Task<LocalLambda> StartAsync(Func<int, Fault?> faults) =>
        LocalLambda.StartAsync(
            new LocalLambdaOptions(Built.Function)
            {
                Endpoint = new() { MetadataFaults = faults },
                Settings = new Dictionary<string, string>
                {
                    ["USERS_DATASET_ARN"] = Arn + "USERS",
                    ["USER_METADATA"] = "language=br_lang",
                    ["ITEMS_DATASET_ARN"] = Arn + "ITEMS",
                    ["ITEM_METADATA"] = "category=product.category,price=product.price",
                },
            },
            CancellationToken.None
        );

    static async Task InvokeAsync(LocalLambda function, EventCase given)
    {
        var answer = await function.InvokeAsync(given.Payload, Timeout, CancellationToken.None);

        Assert.Null(answer.Error);
        Assert.Equal(given.Answer, Encoding.UTF8.GetString(answer.Response.Span));
    }
}
