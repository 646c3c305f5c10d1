using Impressions.Emulation.Http;

namespace Impressions.Emulation.Personalize;

/// <summary>Everything that is wrong with one body, in the words of the service's front end.</summary>
sealed class ShapeViolations
{
    readonly List<string> _found = [];
    string? _wrongType;

    /// <summary>True when types and required members are right, so that the body can be read, limits apart.</summary>
    public bool IsReadable { get; private set; } = true;

    public void Add(string path, string constraint) =>
        _found.Add($"Value at '{path}' failed to satisfy constraint: {constraint}");

    public void AddMissing(string path)
    {
        IsReadable = false;
        Add(path, "Member must not be null");
    }

    /// <summary>A value of another JSON type is an error before all constraints.</summary>
    public void AddWrongType(string path)
    {
        IsReadable = false;
        _wrongType ??= $"Value at '{path}' is not of the member's type";
    }

    /// <param name="code">The error code of a constraint violation.</param>
    /// <returns>Null when nothing is wrong.</returns>
    public Refusal? ToRefusal(string code)
    {
        if (_wrongType is not null)
        {
            return new Refusal(400, "SerializationException", _wrongType);
        }

        var errors = _found.Count == 1 ? "error" : "errors";
        return _found.Count == 0
            ? null
            : new Refusal(
                400,
                code,
                $"{_found.Count} validation {errors} detected: {string.Join("; ", _found)}"
            );
    }
}
