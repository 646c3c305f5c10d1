using Impressions.Core.Selection;

namespace Impressions.Core.Tests.Selection;

public sealed class VariantParameterTests
{
    static readonly string[] Pieces =
    [
        "?variant=",
        "&variant=",
        "variant=",
        "variant",
        "=",
        "?",
        "&",
        "#",
        "1",
        "23",
        "٣", // a digit to a regex
        "x",
        "%31",
        "/",
        "Variant=",
    ];

    [Fact]
    public void Find_AnyUrl_IsWhatTheDefaultPatternFinds()
    {
        var pattern = LinearRegex.Of(Settings.ClickedItemPattern.Default);
        var random = new Random(6);
        var found = 0;
        for (var run = 0; run < 50_000; run++)
        {
            var url = string.Concat(
                Enumerable.Range(0, random.Next(9)).Select(_ => Pieces[random.Next(Pieces.Length)])
            );
            var expected = pattern.Match(url).Groups["item"].Value;

            Assert.Equal(expected, VariantParameter.Find(url).ToString());
            Assert.Equal(expected, ItemPattern.Default.Find(url));
            found += expected.Length > 0 ? 1 : 0;
        }

        Assert.InRange(found, 500, 25_000); // both kinds were met
    }
}
