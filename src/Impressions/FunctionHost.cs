namespace Impressions;

/// <summary>What the function takes from its surroundings; a test brings its own.</summary>
sealed record FunctionHost
{
    /// <summary>Reads an environment variable by its name.</summary>
    public required Func<string, string?> Variable { get; init; }

    /// <summary>Opens connections to Lambda's Runtime API.</summary>
    public required Func<HttpMessageHandler> OpenRuntimeApi { get; init; }

    /// <summary>Opens connections to Personalize, at most so many at a time.</summary>
    public required Func<int, HttpMessageHandler> OpenPersonalize { get; init; }

    /// <summary>Lambda takes each line as one log event.</summary>
    public required Stream Output { get; init; }

    /// <summary>For what prevents the start.</summary>
    public required TextWriter Errors { get; init; }

    public required TimeProvider Time { get; init; }
}
