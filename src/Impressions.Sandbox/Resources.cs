namespace Impressions.Sandbox;

/// <summary>Files that are part of the tool's assembly, by their names.</summary>
static class Resources
{
    /// <summary>Null when there is none of that name.</summary>
    public static byte[]? TryRead(string name)
    {
        using var stream = typeof(Resources).Assembly.GetManifestResourceStream(name);
        if (stream is null)
        {
            return null;
        }

        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }

    public static string Text(string name) =>
        System.Text.Encoding.UTF8.GetString(
            TryRead(name) ?? throw new InvalidOperationException($"{name} is not embedded.")
        );
}
