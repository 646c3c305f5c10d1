namespace Impressions.Tests;

/// <summary>A test that needs the service's published API model, which is not part of this repository.</summary>
[AttributeUsage(AttributeTargets.Method)]
sealed class ApiModelFactAttribute : FactAttribute
{
    public static string ModelPath { get; } =
        Repository.PathTo("..", "shared", "spec", "personalize-events.service.json");

    public ApiModelFactAttribute()
    {
        if (!File.Exists(ModelPath))
        {
            Skip = $"Needs the API model of Personalize Events at {ModelPath}";
        }
    }
}
