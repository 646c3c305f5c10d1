using System.Globalization;
using System.Text;
using Impressions.Core.Tests.Support;

namespace Impressions.Core.Tests;

public sealed class RepeatedTextsTests
{
    readonly RepeatedTexts _texts = new();

    [Theory]
    [InlineData("")]
    [InlineData("A2")]
    [InlineData("78d4dd0b-6955-40ae-8a7d-264d4b9fa497")]
    public void Of_SameTextAgain_IsTheSameString(string text)
    {
        var first = _texts.Of(Encoding.UTF8.GetBytes(text));

        Assert.Equal(text, first);
        Assert.Same(first, _texts.Of(Encoding.UTF8.GetBytes(text)));
    }

    [Fact]
    public void Of_SameTextAgain_AllocatesNothing()
    {
        _ = _texts.Of("78d4dd0b-6955-40ae-8a7d-264d4b9fa497"u8);

        Assert.Equal(0, Allocations.PerRun(() => _texts.Of("78d4dd0b-6955-40ae-8a7d-264d4b9fa497"u8)));
    }

    [Fact]
    public void Of_FarMoreTextsThanPlaces_IsEachTime_WhatUtf8Says()
    {
        for (var round = 0; round < 2; round++)
        {
            for (var number = 0; number < 20_000; number++)
            {
                var text = string.Create(CultureInfo.InvariantCulture, $"item-{number}-of-a-shop");
                Assert.Equal(text, _texts.Of(Encoding.UTF8.GetBytes(text)));
            }
        }
    }

    [Theory]
    [InlineData("C3A4C3B6")] // äö
    [InlineData("FFFE41")] // no UTF-8
    [InlineData("41C3")] // cut in a character
    [InlineData("00")]
    public void Of_NotAscii_IsWhatUtf8Says(string hex)
    {
        var utf8 = Convert.FromHexString(hex);

        Assert.Equal(Encoding.UTF8.GetString(utf8), _texts.Of(utf8));
        Assert.Equal(Encoding.UTF8.GetString(utf8), _texts.Of(utf8));
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void Of_LongText_IsNotRemembered(int length, bool isRemembered)
    {
        var utf8 = Encoding.UTF8.GetBytes(new string('x', length));

        Assert.Equal(isRemembered, ReferenceEquals(_texts.Of(utf8), _texts.Of(utf8)));
    }

    [Fact]
    public void Of_TextsWithTheSameEnds_AreToldApart()
    {
        Assert.Equal("12345678-a-12345678", _texts.Of("12345678-a-12345678"u8));
        Assert.Equal("12345678-b-12345678", _texts.Of("12345678-b-12345678"u8));
    }
}
