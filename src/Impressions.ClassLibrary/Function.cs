using System.Text;
using Amazon.Lambda.Core;
using Amazon.Lambda.KinesisEvents;
using Amazon.Lambda.Serialization.SystemTextJson;
using Amazon.PersonalizeEvents;
using Amazon.PersonalizeEvents.Model;
using Impressions;

[assembly: LambdaSerializer(typeof(SourceGeneratorLambdaJsonSerializer<EventJson>))]

namespace Impressions;

/// <summary>The function as a class library for Lambda's managed runtime, on AWS's own packages.</summary>
#pragma warning disable CA1716 // the name that its users know from AWS's templates
public sealed class Function : IDisposable
#pragma warning restore CA1716
{
    readonly KinesisEventRecords _records = new();
    readonly AmazonPersonalizeEventsClient _personalize;
    readonly FunctionSetup<PutEventsRequest> _setup;

    /// <summary>Set up by the environment.</summary>
    /// <exception cref="InvalidOperationException">Settings are wrong; the message lists all that are.</exception>
    public Function()
        : this(
            Environment.GetEnvironmentVariable,
            concurrency => new AmazonPersonalizeEventsClient(PersonalizeSender.Configure(concurrency))
        ) { }

    /// <param name="variable">Reads a setting by its name.</param>
    /// <param name="open">Makes the client, for so many calls at a time.</param>
    internal Function(Func<string, string?> variable, Func<int, AmazonPersonalizeEventsClient> open)
    {
        if (!ImpressionsOptions.TryRead(variable, out var options, out var problems))
        {
            throw new InvalidOperationException("Impressions cannot start. " + string.Join("; ", problems));
        }

        _personalize = open(options.PutEventsConcurrency);
        var sender = new PersonalizeSender(_personalize, options);
        // Not the context's logger: it puts a text of its own before each line, which CloudWatch then takes for no metrics.
        _setup = new(
            options,
            sender.Write,
            sender.PutEventsAsync,
            sender.PutMetadataAsync,
            variable("AWS_LAMBDA_FUNCTION_NAME"),
            Console.OpenStandardOutput(),
            TimeProvider.System
        );
    }

    /// <summary>One invocation at a time, as Lambda's managed runtime calls it.</summary>
    /// <returns>From which record on Lambda delivers again; nothing when all are settled.</returns>
    public async Task<StreamsEventResponse> HandleAsync(KinesisEvent kinesisEvent, ILambdaContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        _records.Event = kinesisEvent;
        var done = await _setup
            .Handler.HandleAsync(
                _records,
                context.RemainingTime,
                context.AwsRequestId,
                CancellationToken.None // the runtime tells nobody of its shutdown; the deadline holds
            )
            .ConfigureAwait(false);
        var failed = done.LowestFailed();
        return new StreamsEventResponse
        {
            BatchItemFailures = failed.IsEmpty
                ? []
                : [new() { ItemIdentifier = Encoding.UTF8.GetString(failed) }],
        };
    }

    public void Dispose()
    {
        _setup.Dispose();
        _personalize.Dispose();
    }
}
