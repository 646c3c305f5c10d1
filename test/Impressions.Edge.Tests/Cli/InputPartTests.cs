using System.Globalization;
using Impressions.Cli.Input;
using Impressions.Edge.Tests.Support;

namespace Impressions.Edge.Tests.Cli;

public sealed class InputPartTests
{
    [Theory]
    [InlineData(1, new[] { 1 })]
    [InlineData(100, new[] { 100 })]
    [InlineData(101, new[] { 100, 1 })]
    [InlineData(250, new[] { 100, 100, 50 })]
    public void Cut_Lines_FillsEachInvocation(int lines, int[] expected)
    {
        var records = InputRecords.OfLines([.. Enumerable.Repeat("x", lines)]);

        Assert.Equal(expected, Cut(Part(InvocationBounds.Free, records)));
    }

    [Fact]
    public void Cut_SmallFiles_GoTogether() =>
        Assert.Equal(
            [3],
            Cut(Part(InvocationBounds.Free, Lines(0, 2)), Part(InvocationBounds.Free, Lines(2, 1)))
        );

    [Fact]
    public void Cut_LargeLines_StaysUnderWhatLambdaTakes()
    {
        var records = InputRecords.OfLines([.. Enumerable.Repeat(new string('x', 999_999), 9)]);

        var parts = InputPart.Cut([Part(InvocationBounds.Free, records)], limit: 100).ToList();

        Assert.Equal(9, parts.Sum(part => part.Records.Count));
        Assert.All(
            parts,
            part => Assert.InRange(InputRecord.PayloadOf(part.Records).Length, 1, 6 * 1_024 * 1_024)
        );
    }

    /// <summary>By the sequence number the function names what failed.</summary>
    [Fact]
    public void Cut_SameSequenceNumberOfTwoShards_GoesIntoAnotherInvocation()
    {
        InputRecord[] records = [new("a:1", "1", default, default), new("b:1", "1", default, default)];

        Assert.Equal([1, 1], Cut(Part(InvocationBounds.Free, records)));
    }

    [Fact]
    public void Cut_KinesisEvent_StaysOneInvocation() =>
        Assert.Equal(
            [1, 150, 1],
            Cut(
                Part(InvocationBounds.Free, Lines(0, 1)),
                Part(InvocationBounds.Whole, Lines(1, 150)),
                Part(InvocationBounds.Free, Lines(151, 1))
            )
        );

    [Fact]
    public void Cut_InputThatStillComes_IsNotWaitedFor() =>
        Assert.Equal(
            [2, 1],
            Cut(Part(InvocationBounds.Live, Lines(0, 2)), Part(InvocationBounds.Live, Lines(2, 1)))
        );

    static IEnumerable<int> Cut(params InputPart[] parts) =>
        InputPart.Cut(parts, limit: 100).Select(part => part.Records.Count);

    static InputPart Part(InvocationBounds bounds, IReadOnlyList<InputRecord> records) =>
        new(records, 0, bounds);

    static IReadOnlyList<InputRecord> Lines(int first, int count) =>
        [
            .. Enumerable
                .Range(first, count)
                .Select(place => place.ToString(CultureInfo.InvariantCulture))
                .Select(place => new InputRecord(place, place, default, default)),
        ];
}
