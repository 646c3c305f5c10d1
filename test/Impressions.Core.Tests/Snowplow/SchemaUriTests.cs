using System.Text;
using Impressions.Core.Snowplow;

namespace Impressions.Core.Tests.Snowplow;

public sealed class SchemaUriTests
{
    [Theory]
    [InlineData("iglu:com.acme/product/jsonschema/1-0-0", "com.acme", "product", 1)]
    [InlineData("iglu:com.acme/product/jsonschema/1-9-17", "com.acme", "product", 1)]
    [InlineData("iglu:com.acme/product/jsonschema/2-0-0", "com.acme", "product", 2)]
    [InlineData("iglu:com.acme/product/jsonschema/9-0-0", "com.acme", "product", 9)]
    [InlineData(
        "iglu:com.google.analytics.enhanced-ecommerce/action/jsonschema/12-0-0",
        "com.google.analytics.enhanced-ecommerce",
        "action",
        12
    )]
    public void TryParse_SchemaUri_HasVendorNameAndModel(string text, string vendor, string name, int model)
    {
        Assert.True(SchemaUri.TryParse(Encoding.UTF8.GetBytes(text), out var uri));
        Assert.Equal(vendor, Encoding.UTF8.GetString(uri.Vendor));
        Assert.Equal(name, Encoding.UTF8.GetString(uri.Name));
        Assert.Equal(model, uri.Model);
    }

    [Theory]
    [InlineData("")]
    [InlineData("iglu:")]
    [InlineData("http:com.acme/product/jsonschema/1-0-0")] // wrong scheme
    [InlineData("IGLU:com.acme/product/jsonschema/1-0-0")]
    [InlineData("com.acme/product/jsonschema/1-0-0")]
    [InlineData("iglu:com.acme/product/avro/1-0-0")] // other format
    [InlineData("iglu:com.acme/product/jsonschema/0-0-0")] // models count from 1
    [InlineData("iglu:com.acme/product/jsonschema/-1-0-0")]
    [InlineData("iglu:com.acme/product/jsonschema/+1-0-0")] // one version has one spelling
    [InlineData("iglu:com.acme/product/jsonschema/01-0-0")]
    [InlineData("iglu:com.acme/product/jsonschema/1")] // no hyphen
    [InlineData("iglu:com.acme/product/jsonschema/1.0.0")]
    [InlineData("iglu:com.acme/product/jsonschema/x-0-0")]
    [InlineData("iglu:com.acme/product/jsonschema/")]
    [InlineData("iglu:com.acme/product/jsonschema")] // parts missing
    [InlineData("iglu:com.acme/product")]
    [InlineData("iglu:com.acme//jsonschema/1-0-0")]
    [InlineData("iglu:/product/jsonschema/1-0-0")]
    [InlineData("iglu:com.acme/product/jsonschema/99999999999999999999-0-0")] // no integer
    public void TryParse_AnythingElse_Refuses(string text) =>
        Assert.False(SchemaUri.TryParse(Encoding.UTF8.GetBytes(text), out _));

    [Theory]
    [InlineData("iglu:{0}/product/jsonschema/1-0-0", true)]
    [InlineData("iglu:com.acme/{0}/jsonschema/1-0-0", true)]
    [InlineData("iglu:com.acme/product/{0}/1-0-0", false)]
    [InlineData("iglu:com.acme/product/jsonschema/{0}-0-0", false)]
    [InlineData("iglu:{0}", false)]
    public void TryParse_AMegabyteInOnePart_AnswersAllTheSame(string format, bool expected)
    {
        var text = format.Replace("{0}", new string('1', 1_048_576), StringComparison.Ordinal);
        Assert.Equal(expected, SchemaUri.TryParse(Encoding.UTF8.GetBytes(text), out _));
    }

    [Theory]
    [InlineData("com.acme", "product", true)]
    [InlineData("com.acme", "product_view", false)]
    [InlineData("com.acme.shop", "product", false)]
    public void Is_VendorAndName_BothMustMatch(string vendor, string name, bool expected)
    {
        Assert.True(SchemaUri.TryParse("iglu:com.acme/product/jsonschema/1-0-0"u8, out var uri));
        Assert.Equal(expected, uri.Is(Encoding.UTF8.GetBytes(vendor), Encoding.UTF8.GetBytes(name)));
    }

    [Fact]
    public void Is_OtherModel_IsSomethingElse()
    {
        Assert.True(SchemaUri.TryParse("iglu:com.acme/product/jsonschema/2-0-0"u8, out var uri));
        Assert.False(uri.Is("com.acme"u8, "product"u8));
    }

    [Theory]
    [InlineData("1-0-0", true)]
    [InlineData("2-0-0", true)]
    [InlineData("", false)]
    [InlineData("1", false)]
    [InlineData("0-0-0", false)]
    public void TryParse_VersionOfABakedInEvent_TakesItsModel(string version, bool expected) =>
        Assert.Equal(
            expected,
            SchemaUri.TryParse("com.acme"u8, "product"u8, Encoding.UTF8.GetBytes(version), out _)
        );
}
