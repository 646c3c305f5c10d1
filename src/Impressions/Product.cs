namespace Impressions;

/// <summary>The function's name and version, for its calls and logs.</summary>
static class Product
{
    /// <summary>Such as <c>0.1.0</c>.</summary>
    public static string Version => typeof(Product).Assembly.GetName().Version?.ToString(3) ?? "";
}
