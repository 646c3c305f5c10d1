using System.Text;
using Impressions.Core.Kinesis;
using Impressions.Core.Mapping;
using Impressions.Core.Snowplow;
using Impressions.Core.Tests.Support;

namespace Impressions.Core.Tests.Mapping;

public sealed class EventIdsTests
{
    const string Uuid = "61b23857-881e-4a35-a12e-2fbddeae3808";
    const string Place = "shardId-000000000000:100";

    [Theory]
    [InlineData(Uuid, Uuid)]
    [InlineData("anything", "anything")]
    [InlineData("", Place)]
    [InlineData(" ", Place)]
    [InlineData("null", Place)]
    [InlineData("undefined", Place)]
    [InlineData("00000000-0000-0000-0000-000000000000", Place)]
    [InlineData("another:0", Place)] // such are ids of interactions
    public void EventId_OfTheOnlyInteraction_IsTheEventsOwnOrItsPlace(string eventId, string expected) =>
        Assert.Equal(expected, OneEvent.Map(Some.Line((EnrichedColumn.EventId, eventId))).Only.EventId);

    [Theory]
    [InlineData(Uuid, Uuid)]
    [InlineData("", Place)]
    public void EventId_OfSeveralInteractions_CountsThoseThatAreSent(string eventId, string expected)
    {
        var view = OneEvent.Map(
            Some.Action(
                    "list_view",
                    Some.Product("a"),
                    Some.Product(""),
                    Some.Product("b"),
                    Some.Product("a")
                )
                .With((EnrichedColumn.EventId, eventId))
        );

        Assert.Equal(
            [$"{expected}:0", $"{expected}:1"],
            view.Interactions.Select(interaction => interaction.EventId)
        );
    }

    [Theory]
    [InlineData(248, true)]
    [InlineData(257, false)]
    [InlineData(100_000, false)]
    public void EventId_Long_GivesWayToThePlaceSoThatTheServiceTakesIt(int length, bool isKept)
    {
        var id = string.Concat(Enumerable.Repeat("😀", length));

        Assert.Equal(isKept ? id : Place, OneEvent.Map(Some.Line((EnrichedColumn.EventId, id))).Only.EventId);
    }

    [Fact]
    public void EventId_OfManyInteractionsOfALongId_StaysWithin256Characters()
    {
        var view = OneEvent.Map(
            Some.Action("list_view", [.. Some.Ids(1_000).Select(Some.Product)])
                .With((EnrichedColumn.EventId, new string('x', 250)))
        );

        Assert.Equal(1_000, view.Interactions.Count);
        Assert.All(view.Interactions, interaction => Assert.InRange(interaction.EventId.Length, 1, 256));
    }

    [Fact]
    public void Of_EventWithoutIdInAPlaceTooLongForAnId_IsItsEnd()
    {
        var line = Encoding.UTF8.GetBytes(Some.Line((EnrichedColumn.EventId, "")));
        Assert.True(EnrichedEvent.TryParse(line, new int[EnrichedEvent.ColumnCount], out var enriched));
        var place = Encoding.UTF8.GetBytes(new string('s', 300) + ":7");
        var origin = new EventOrigin(place, line: 1, arrivalMilliseconds: 0);

        Assert.Equal(new string('s', 244) + ":7.1", EventIds.Of(enriched, origin));
    }

    [Theory]
    [InlineData("s:7", 0, "s:7")]
    [InlineData("s:7", 1, "s:7.1")] // the second line of a record
    [InlineData("s:7", 12, "s:7.12")]
    [InlineData("", 0, "7")] // Lambda names every record; a hand-made payload may not
    public void Of_EventWithoutId_IsItsPlaceInTheStream(string recordId, int linePosition, string expected)
    {
        var line = Encoding.UTF8.GetBytes(Some.Line((EnrichedColumn.EventId, "")));
        Assert.True(EnrichedEvent.TryParse(line, new int[EnrichedEvent.ColumnCount], out var enriched));
        var record = new KinesisRecord
        {
            SequenceNumber = "7"u8,
            EventId = Encoding.UTF8.GetBytes(recordId),
            ArrivalMilliseconds = 0,
            Data = line,
            IsCorrupt = false,
        };

        Assert.Equal(expected, EventIds.Of(enriched, new EventOrigin(record, linePosition)));
    }
}
