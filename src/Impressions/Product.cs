namespace Impressions;

/// <summary>What the function tells of itself.</summary>
static class Product
{
    /// <summary>Such as <c>0.1.0</c>.</summary>
    public static string Version => typeof(Product).Assembly.GetName().Version?.ToString(3) ?? "";
}
