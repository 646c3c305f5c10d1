using System.Text;
using Impressions.Core.Tests.Support;
using Impressions.Emulation.Personalize;
using Impressions.Sandbox;
using Impressions.Sandbox.View;

namespace Impressions.Edge.Tests.Sandbox;

public sealed class EventFatesTests
{
    [Theory]
    [InlineData("made-login-in-mid-session")]
    [InlineData("made-published-click-recalled")]
    [InlineData("ecommerce-batch-mixed")]
    public void Predict_CapturedEvents_NamesWhatTheFunctionSends(string name)
    {
        var given = EventCase.Load(name);
        var events = given.Fates.Select((_, i) => new SeenEvent(i + 1, DateTimeOffset.UnixEpoch)).ToList();

        var predicted = new EventFates(given.Options).Predict(events, given.Payload);

        Assert.Equal(
            given
                .Calls.Select(call => PutEventsValidator.Validate(Encoding.UTF8.GetBytes(call)).Request!)
                .SelectMany(request => request.Events.Select(sent => (request.UserId, sent.EventId!)))
                .Order(),
            predicted
                .SelectMany(seen => seen.Interactions)
                .Select(interaction => (interaction.UserId, interaction.EventId))
                .Order()
        );
    }
}
