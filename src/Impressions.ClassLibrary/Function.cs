using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Amazon.Lambda.Core;
using Amazon.Lambda.KinesisEvents;
using Amazon.PersonalizeEvents;
using Amazon.PersonalizeEvents.Model;
using Impressions.Core;

[assembly: LambdaSerializer(typeof(Impressions.ClassLibrary.KinesisEventSerializer))]

namespace Impressions.ClassLibrary;

/// <summary>The function as a class library for Lambda's managed runtime, on AWS's own packages.</summary>
public sealed class Function : IDisposable
{
    /// <summary>Lambda's variable for the invocations that a process may get at a time: more than 1 on managed instances.</summary>
    const string MaxConcurrency = "AWS_LAMBDA_MAX_CONCURRENCY";

    /// <summary>How long a start waits for the first connection: Lambda gives a start more CPU than invocations get.</summary>
    static readonly TimeSpan MostPreparation = TimeSpan.FromSeconds(1);

    readonly CancellationTokenSource _shutdown = new();
    readonly KinesisEventRecords _records = new();
    readonly AmazonPersonalizeEventsClient _personalize;
    readonly FunctionSetup<PutEventsRequest> _setup;
    readonly PosixSignalRegistration _sigterm;
    int _isBusy;

    /// <summary>Set up by the environment.</summary>
    /// <exception cref="InvalidOperationException">Settings are wrong; the message lists all that are.</exception>
    public Function()
        : this(Environment.GetEnvironmentVariable, PersonalizeSender.Open) { }

    /// <param name="variable">Reads a setting by its name.</param>
    /// <param name="open">Makes the client, for so many calls at a time.</param>
    internal Function(Func<string, string?> variable, Func<int, AmazonPersonalizeEventsClient> open)
    {
        HeapLimit.Set(variable);
        var options = ReadOptions(variable);
        _personalize = open(options.PutEventsConcurrency);
        var sender = new PersonalizeSender(_personalize, options);
        using var late = new CancellationTokenSource(MostPreparation);
        var preparing = Task.Run(() => sender.PrepareAsync(late.Token), CancellationToken.None);
        // Not the context's logger: it puts a text of its own before each line, which CloudWatch then takes for no metrics.
        _setup = new(
            options,
            sender.Write,
            sender.PutEventsAsync,
            sender.PutMetadataAsync,
            variable("AWS_LAMBDA_FUNCTION_NAME"),
            FunctionMemory.Read(variable),
            Console.OpenStandardOutput(),
            TimeProvider.System
        );
        _sigterm = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => signal.Cancel = Terminate());
        preparing.GetAwaiter().GetResult(); // does not throw, and ends in time
    }

    /// <summary>One invocation at a time, as Lambda's managed runtime calls it.</summary>
    /// <returns>From which record on Lambda delivers again; nothing when none failed.</returns>
    /// <exception cref="InvalidOperationException">Another invocation is under way.</exception>
    public async Task<StreamsEventResponse> HandleAsync(KinesisEvent kinesisEvent, ILambdaContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (Interlocked.Exchange(ref _isBusy, 1) != 0)
        {
            throw new InvalidOperationException("One invocation at a time: another one is under way.");
        }

        try
        {
            _records.Event = kinesisEvent;
            _records.NowMilliseconds = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
            var done = await _setup
                .Handler.HandleAsync(_records, context.RemainingTime, context.AwsRequestId, _shutdown.Token)
                .ConfigureAwait(false);
            var failed = done.LowestFailed();
            return new StreamsEventResponse
            {
                BatchItemFailures = failed.IsEmpty
                    ? []
                    : [new() { ItemIdentifier = Encoding.UTF8.GetString(failed) }],
            };
        }
        finally
        {
            Volatile.Write(ref _isBusy, 0);
        }
    }

    public void Dispose()
    {
        _sigterm.Dispose();
        _setup.Dispose();
        _personalize.Dispose();
        _shutdown.Dispose();
    }

    /// <summary>Ends the calls of an invocation under way, so that it is answered before the process ends.</summary>
    /// <returns>False when there is none, and the process may end at once.</returns>
    internal bool Terminate()
    {
        var isBusy = Volatile.Read(ref _isBusy) != 0;
        _shutdown.Cancel(); // the invocation may end within this call, and its answer is then still on its way
        return isBusy;
    }

    /// <summary>
    /// Invocations at a time are refused at the start, not handled one after the other: each would wait for the others while
    /// its time runs out.
    /// </summary>
    static ImpressionsOptions ReadOptions(Func<string, string?> variable)
    {
        _ = ImpressionsOptions.TryRead(variable, out var options, out var problems);
        if (int.TryParse(variable(MaxConcurrency), CultureInfo.InvariantCulture, out var most) && most > 1)
        {
            problems = [.. problems, $"{MaxConcurrency}: want 1 invocation at a time"];
        }

        return options is not null && problems.Count == 0
            ? options
            : throw new InvalidOperationException("Impressions cannot start. " + string.Join("; ", problems));
    }
}
