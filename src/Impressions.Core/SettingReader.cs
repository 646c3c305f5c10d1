using System.Globalization;
using System.Text;
using Impressions.Core.Mapping;
using Impressions.Core.Personalize;
using Impressions.Core.Selection;

namespace Impressions.Core;

/// <summary>
/// Reads settings by kind and collects what is wrong with them. What it returns for a wrong one is never used, since
/// options with problems do not exist.
/// </summary>
sealed class SettingReader(Func<string, string?> variable)
{
    readonly List<(Setting Setting, string Problem)> _problems = [];

    /// <summary>One sentence for each mistake, the setting's name first, in the order of the settings.</summary>
    public IReadOnlyList<string> Problems =>
        [
            .. Settings.All.SelectMany(setting =>
                _problems
                    .Where(problem => problem.Setting == setting)
                    .Select(problem => $"{setting.Name}: {problem.Problem}")
            ),
        ];

    public string Text(Setting setting, int maxLength)
    {
        var text = Value(setting);
        if (string.IsNullOrWhiteSpace(text) || !CodePoints.AreAtMost(maxLength, text))
        {
            Refuse(setting);
        }

        return text;
    }

    public byte[] Utf8(Setting setting, int maxLength) => Encoding.UTF8.GetBytes(Text(setting, maxLength));

    public int Number(Setting setting, int most)
    {
        if (
            !int.TryParse(Value(setting), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || number < 1
            || number > most
        )
        {
            Refuse(setting);
        }

        return number;
    }

    public T Choice<T>(Setting setting)
        where T : struct, Enum
    {
        if (!Codes<T>.TryParse(Value(setting), out var choice))
        {
            Refuse(setting);
        }

        return choice;
    }

    /// <summary>The text as it stands, where the check passes it.</summary>
    public string Checked(Setting setting, Func<string, bool> isValid)
    {
        var text = Value(setting);
        if (!isValid(text))
        {
            Refuse(setting);
        }

        return text;
    }

    /// <summary>Null for an empty text.</summary>
    public string? Optional(Setting setting, Func<string, bool> isValid) =>
        Checked(setting, text => text.Length == 0 || isValid(text)) is { Length: > 0 } text ? text : null;

    public EventTypes EventTypes(Setting setting, string impressionEventType, bool hasMedia) =>
        List(setting, found => Mapping.EventTypes.Read(Value(setting), found, impressionEventType, hasMedia));

    public EventFilter Filter(Setting setting) =>
        List(setting, found => EventFilter.Read(Value(setting), setting, found));

    public IReadOnlyList<(string Name, EventField Field)> Properties(Setting setting) =>
        List(setting, found => PropertyNames.Read(Value(setting), setting, found));

    /// <summary>Null when neither is set; one without the other is a mistake.</summary>
    public DatasetOptions? Dataset(Setting arn, Setting metadata)
    {
        var isSet = Value(arn).Length > 0 || Value(metadata).Length > 0;
        if (isSet && !IsDatasetArn(Value(arn)))
        {
            Refuse(arn);
        }

        var properties = Properties(metadata);
        if (isSet && Value(metadata).Length == 0)
        {
            Refuse(metadata);
        }

        return isSet ? new DatasetOptions(Value(arn), properties) : null;
    }

    /// <summary>Null when the setting is empty.</summary>
    public EventField? Field(Setting setting)
    {
        if (Value(setting).Length == 0)
        {
            return null;
        }

        var field = EventField.Parse(Value(setting));
        if (field is null)
        {
            Refuse(setting);
        }

        return field;
    }

    /// <summary>Reads a list, in which several things may be wrong.</summary>
    T List<T>(Setting setting, Func<List<string>, T> read)
    {
        var found = new List<string>();
        var list = read(found);
        foreach (var problem in found.Distinct(StringComparer.Ordinal))
        {
            _problems.Add((setting, problem));
        }

        return list;
    }

    /// <summary>Null when it is switched off.</summary>
    public NamePattern? Names(Setting setting) => Pattern(setting, pattern => new NamePattern(pattern));

    /// <summary>As <see cref="Names"/>, with further names in its default.</summary>
    public NamePattern? Selection(Setting setting, IEnumerable<string> further) =>
        Pattern(
            setting,
            pattern => new NamePattern(
                pattern == setting.Default
                    ? $"{pattern[..^2]}{string.Concat(further.Select(name => $"|{name}"))}{pattern[^2..]}"
                    : pattern
            )
        );

    /// <summary>Null when it is switched off.</summary>
    public ItemPattern? Item(Setting setting) =>
        Pattern(
            setting,
            pattern => pattern == setting.Default ? ItemPattern.Default : ItemPattern.Of(pattern)
        );

    T? Pattern<T>(Setting setting, Func<string, T> build)
        where T : class
    {
        var pattern = Value(setting);
        if (pattern == Settings.Off)
        {
            return null;
        }

        try
        {
            return build(pattern);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            Refuse(setting);
            return null;
        }
    }

    /// <summary>As it stands, unchecked.</summary>
    public string Value(Setting setting) =>
        variable(setting.Name) is { Length: > 0 } value ? value : setting.Default;

    static bool IsDatasetArn(string text) =>
        text.Length <= PersonalizeLimits.MaxArnLength
        && text.Split(':', 6)
            is ["arn", { Length: > 0 }, "personalize", { Length: > 0 }, { Length: > 0 }, { Length: > 0 }]
        && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is ':' or '/' or '-' or '_' or '.');

    void Refuse(Setting setting) => _problems.Add((setting, setting.Refusal(Value(setting))));
}
