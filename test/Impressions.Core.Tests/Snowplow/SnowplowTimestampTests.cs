using System.Globalization;
using System.Text;
using Impressions.Core.Snowplow;

namespace Impressions.Core.Tests.Snowplow;

public sealed class SnowplowTimestampTests
{
    [Theory]
    [InlineData("1970-01-01 00:00:00", 0)]
    [InlineData("1970-01-01 00:00:00.1", 100)]
    [InlineData("1970-01-01 00:00:00.12", 120)]
    [InlineData("1970-01-01 00:00:00.123", 123)]
    [InlineData("1970-01-01 00:00:00.1239", 123)] // cut, not rounded
    [InlineData("1970-01-01 00:00:00.123999999", 123)]
    [InlineData("2026-11-21 23:49:12.349", 1_795_304_952_349)]
    [InlineData("2024-02-29 00:00:00", 1_709_164_800_000)] // leap day
    [InlineData("1969-12-31 23:59:59.500", -500)]
    [InlineData("0001-01-01 00:00:00", -62_135_596_800_000)]
    [InlineData("9999-12-31 23:59:59.999", 253_402_300_799_999)]
    public void TryParse_AsEnrichWrites_IsMillisecondsSince1970(string text, long expected)
    {
        Assert.True(SnowplowTimestamp.TryParse(Encoding.UTF8.GetBytes(text), out var milliseconds));
        Assert.Equal(expected, milliseconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1795304952")]
    [InlineData("2026-11-21")]
    [InlineData("2026-11-21T23:49:12.349")]
    [InlineData("2026-11-21 23:49:12Z")]
    [InlineData("2026-11-21 23:49:12.349Z")]
    [InlineData("2026-11-21 23:49:12.")] // a point without digits
    [InlineData("2026-11-21 23:49:12,349")]
    [InlineData("2026-11-21 23:49:12.1234567890")] // ten digits
    [InlineData("2026-11-21 23:49:12.34x")]
    [InlineData("2026-11-21 23:49:12.-34")]
    [InlineData("2026-13-21 23:49:12")]
    [InlineData("2026-11-31 23:49:12")]
    [InlineData("2023-02-29 00:00:00")] // no leap year
    [InlineData("2026-11-21 24:00:00")]
    [InlineData("2026-11-21 23:60:00")]
    [InlineData("2026-11-21 23:59:60")]
    [InlineData("0000-01-01 00:00:00")]
    [InlineData(" 2026-11-21 23:49:12")]
    [InlineData("2026-11-21  3:49:12")]
    [InlineData("٢٠٢٦-11-21 23:49:12")] // digits, but not ASCII
    [InlineData("2026-11-21\u00A023:49:12")]
    public void TryParse_AnythingElse_Refuses(string text) =>
        Assert.False(SnowplowTimestamp.TryParse(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void TryParse_AnyMoment_IsTheSameInTicks()
    {
        var random = new Random(4);
        for (var run = 0; run < 1_000; run++)
        {
            var moment = DateTime.MinValue.AddTicks(random.NextInt64(DateTime.MaxValue.Ticks));
            var decimals = random.Next(1, 8);
            var text = moment.ToString(
                $"yyyy-MM-dd HH:mm:ss.{new string('f', decimals)}",
                CultureInfo.InvariantCulture
            );
            var factor = (long)Math.Pow(10, Math.Max(4, 7 - decimals));
            var expected = moment.Ticks / factor * factor / 10_000 - DateTime.UnixEpoch.Ticks / 10_000;

            Assert.True(SnowplowTimestamp.TryParse(Encoding.UTF8.GetBytes(text), out var milliseconds));
            Assert.Equal(expected, milliseconds);
        }
    }

    [Fact]
    public void TryParse_DamagedTimestamp_AgreesWithDateTime()
    {
        var random = new Random(5);
        var taken = 0;
        for (var run = 0; run < 20_000; run++)
        {
            var text = "2024-02-28 19:59:49".ToCharArray();
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                text[random.Next(text.Length)] = "0123456789-: x/"[random.Next(15)];
            }

            var expected = DateTime.TryParseExact(
                text,
                "yyyy-MM-dd HH:mm:ss",
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out var time
            );
            Assert.Equal(
                expected,
                SnowplowTimestamp.TryParse(Encoding.UTF8.GetBytes(text), out var milliseconds)
            );
            Assert.Equal(
                expected ? (time - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMillisecond : 0,
                milliseconds
            );
            taken += expected ? 1 : 0;
        }

        Assert.InRange(taken, 2_000, 18_000); // both kinds were met
    }

    [Fact]
    public void TryParse_UnderAnotherCulture_ReadsTheSame()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.DateTimeFormat.TimeSeparator = "::"; // with which the colon of a format would not match a colon
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = culture;
        try
        {
            Assert.True(SnowplowTimestamp.TryParse("2026-11-21 23:49:12.349"u8, out var milliseconds));
            Assert.Equal(1_795_304_952_349, milliseconds);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
