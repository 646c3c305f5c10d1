using Impressions.Core.Selection;
using Impressions.Core.Snowplow;
using Impressions.Core.Tests.Support;

namespace Impressions.Core.Tests.Selection;

public sealed class EventFieldTests
{
    [Theory]
    [InlineData("dvce_type", 101, "Text")]
    [InlineData("ti_price", 71, "Number")]
    [InlineData("dvce_ismobile", 102, "Boolean")]
    public void Parse_Column_IsItsPlaceAndKind(string text, int column, string kind)
    {
        var field = EventField.Parse(text)!;

        Assert.Equal((column, kind), (field.Column, field.ColumnKind.ToString()));
        Assert.Null(field.Entity);
    }

    [Theory]
    [InlineData("product.category", "iglu:com.any/product/jsonschema/2-0-0", true)]
    [InlineData("product.category", "iglu:com.any/products/jsonschema/1-0-0", false)]
    [InlineData("iglu:com.acme/film/jsonschema/1-0-0#genre", "iglu:com.acme/film/jsonschema/1-2-3", true)]
    [InlineData("iglu:com.acme/film/jsonschema/1-0-0#genre", "iglu:com.acme/film/jsonschema/2-0-0", false)]
    [InlineData("iglu:com.acme/film/jsonschema/1-0-0#genre", "iglu:com.acme2/film/jsonschema/1-0-0", false)]
    public void Parse_Member_IsOfTheEntitiesThatAreMeant(string text, string schema, bool isMeant)
    {
        Assert.True(SchemaUri.TryParse(System.Text.Encoding.UTF8.GetBytes(schema), out var uri));

        Assert.Equal(isMeant, EventField.Parse(text)!.Entity!.IsOf(uri));
    }

    [Theory]
    [InlineData("")]
    [InlineData("device")] // no column
    [InlineData("contexts")] // JSON itself
    [InlineData("unstruct_event")]
    [InlineData("product.")]
    [InlineData(".category")]
    [InlineData("product.category.name")]
    [InlineData("iglu:com.acme/film/jsonschema/1-0-0")]
    [InlineData("iglu:com.acme/film/jsonschema/1-0-0#")]
    [InlineData("iglu:com.acme/film/1-0-0#genre")]
    public void Parse_NoPlace_IsNull(string text) => Assert.Null(EventField.Parse(text));

    [Fact]
    public void Names_AreTheColumnsInTheirOrder() =>
        Assert.Equal(EnrichedColumnNames.All, EnrichedColumns.Names);
}
