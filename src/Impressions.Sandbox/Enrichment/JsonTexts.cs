using System.Text.Json;

namespace Impressions.Sandbox.Enrichment;

/// <summary>JSON whose every text can be read: half a surrogate pair or broken UTF-8 shows only when a text is asked for.</summary>
static class JsonTexts
{
    public static bool AreReadable(JsonElement json)
    {
        try
        {
            Read(json);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false; // how System.Text.Json says that a text is none
        }
    }

    /// <summary>The beginning of a text, at most so many characters, never half a surrogate pair.</summary>
    public static string Beginning(string text, int length)
    {
        if (text.Length <= length)
        {
            return text;
        }

        var end = char.IsHighSurrogate(text[length - 1]) ? length - 1 : length;
        return text[..end] + "…";
    }

    static void Read(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.String:
                _ = json.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var item in json.EnumerateArray())
                {
                    Read(item);
                }

                break;
            case JsonValueKind.Object:
                foreach (var member in json.EnumerateObject())
                {
                    _ = member.Name;
                    Read(member.Value);
                }

                break;
        }
    }
}
