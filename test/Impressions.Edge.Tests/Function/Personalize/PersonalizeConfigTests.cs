using Impressions.Personalize;

namespace Impressions.Edge.Tests.Function.Personalize;

public sealed class PersonalizeConfigTests
{
    [Theory]
    [InlineData("eu-west-1", false, false, "https://personalize-events.eu-west-1.amazonaws.com")]
    [InlineData("us-east-1", true, false, "https://personalize-events-fips.us-east-1.amazonaws.com")]
    [InlineData("us-east-1", false, true, "https://personalize-events.us-east-1.api.aws")]
    [InlineData("us-east-1", true, true, "https://personalize-events-fips.us-east-1.api.aws")]
    [InlineData("cn-north-1", false, false, "https://personalize-events.cn-north-1.amazonaws.com.cn")]
    [InlineData("xx-moon-1", false, false, "https://personalize-events.xx-moon-1.amazonaws.com")]
    public void ResolveEndpoint_Region_IsTheServicesHost(
        string region,
        bool fips,
        bool dualStack,
        string expected
    )
    {
        var config = new PersonalizeConfig
        {
            RegionEndpoint = Amazon.RegionEndpoint.GetBySystemName(region),
            UseFIPSEndpoint = fips,
            UseDualstackEndpoint = dualStack,
        };

        Assert.Equal(expected, config.Endpoint);
        Assert.Null(config.EndpointProblem);
    }

    [Fact]
    public void EndpointProblem_FipsAskedOfACustomEndpoint_IsAConflict()
    {
        var config = new PersonalizeConfig
        {
            ServiceURL = "http://127.0.0.1:9",
            AuthenticationRegion = "us-east-1",
            UseFIPSEndpoint = true,
        };

        Assert.Equal("endpoint_conflict", config.EndpointProblem);
    }
}
