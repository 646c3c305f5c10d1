using System.Diagnostics;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Impressions.DynamoDb;

namespace Impressions.EndToEnd.Tests.Support;

/// <summary>A DynamoDB on this machine with the table of shown items, as the template makes it.</summary>
sealed class LocalDynamoDb : IAsyncDisposable
{
    public const string Table = "shown-items";

    readonly Process _process;

    LocalDynamoDb(Process process, string address)
    {
        (_process, Address) = (process, address);
        Client = new AmazonDynamoDBClient(
            new BasicAWSCredentials("AKIDEXAMPLE", "secret"),
            new AmazonDynamoDBConfig { ServiceURL = address, AuthenticationRegion = "us-east-1" }
        );
    }

    public string Address { get; }

    public AmazonDynamoDBClient Client { get; }

    public static async Task<LocalDynamoDb> StartAsync()
    {
        var process = Process.Start(
            new ProcessStartInfo("node", [Path.Combine(NodeJs.SdkFolder, "dynamodb.mjs")])
            {
                UseShellExecute = false,
                RedirectStandardInput = true, // it ends with us
                RedirectStandardOutput = true,
            }
        )!;
        var address = await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60));
        var dynamoDb = new LocalDynamoDb(process, address!);
        var table = Template.Resources.Mapping("ShownItemsTable", "Properties");
        var key = ((YamlDotNet.RepresentationModel.YamlSequenceNode)table.Children["KeySchema"])
            .Children.OfType<YamlDotNet.RepresentationModel.YamlMappingNode>()
            .Single();
        _ = await dynamoDb.Client.CreateTableAsync(
            new CreateTableRequest
            {
                TableName = Table,
                AttributeDefinitions = [new(key.Text("AttributeName"), ScalarAttributeType.S)],
                KeySchema = [new(key.Text("AttributeName"), KeyType.FindValue(key.Text("KeyType")))],
                BillingMode = BillingMode.FindValue(table.Text("BillingMode")),
            }
        );
        while ((await dynamoDb.Client.DescribeTableAsync(Table)).Table.TableStatus != TableStatus.ACTIVE)
        {
            await Task.Delay(50);
        }

        return dynamoDb;
    }

    public async Task<Dictionary<string, AttributeValue>> GetAsync(string recommendationId) =>
        (
            await Client.GetItemAsync(
                Table,
                new() { [SharedTable.Key] = new AttributeValue(recommendationId) }
            )
        ).Item
        ?? [];

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _process.StandardInput.Close();
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        _process.Dispose();
    }
}
