namespace Impressions.Aws;

/// <summary>The metadata service of an EC2 instance, where the SDK looks for credentials and a region last.</summary>
static class InstanceMetadata
{
    const string Disabled = "AWS_EC2_METADATA_DISABLED";

    /// <summary>
    /// Neither Lambda nor a laptop has one: asking costs seconds, at each call, where credentials or region are
    /// missing. Who runs this on EC2 sets the variable to false.
    /// </summary>
    public static void DoWithout()
    {
        if (Environment.GetEnvironmentVariable(Disabled) is null)
        {
            Environment.SetEnvironmentVariable(Disabled, "true");
        }
    }
}
