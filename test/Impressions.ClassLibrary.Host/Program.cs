using Amazon.Lambda.KinesisEvents;
using Amazon.Lambda.RuntimeSupport;

namespace Impressions.ClassLibrary.Host;

static class Program
{
    static async Task Main()
    {
        using var function = new Function();
        using var handler = HandlerWrapper.GetHandlerWrapper<KinesisEvent, StreamsEventResponse>(
            function.HandleAsync,
            new KinesisEventSerializer()
        );
        using var bootstrap = new LambdaBootstrap(handler);
        await bootstrap.RunAsync().ConfigureAwait(false);
    }
}
