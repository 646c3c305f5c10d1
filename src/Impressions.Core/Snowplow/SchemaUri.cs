using System.Buffers.Text;

namespace Impressions.Core.Snowplow;

/// <summary>
/// An Iglu schema URI, <c>iglu:vendor/name/format/model-revision-addition</c>. Revision and addition are compatible
/// changes by definition, so only vendor, name and model say what something is.
/// </summary>
readonly ref struct SchemaUri
{
    static ReadOnlySpan<byte> Scheme => "iglu:"u8;

    SchemaUri(ReadOnlySpan<byte> vendor, ReadOnlySpan<byte> name, int model)
    {
        Vendor = vendor;
        Name = name;
        Model = model;
    }

    public ReadOnlySpan<byte> Vendor { get; }

    public ReadOnlySpan<byte> Name { get; }

    /// <summary>From 1.</summary>
    public int Model { get; }

    public bool Is(ReadOnlySpan<byte> vendor, ReadOnlySpan<byte> name) =>
        Model == 1 && Name.SequenceEqual(name) && Vendor.SequenceEqual(vendor);

    public static bool TryParse(ReadOnlySpan<byte> text, out SchemaUri uri)
    {
        uri = default;
        if (!text.StartsWith(Scheme))
        {
            return false;
        }

        var rest = text[Scheme.Length..];
        if (
            !TryCut(ref rest, out var vendor)
            || !TryCut(ref rest, out var name)
            || !TryCut(ref rest, out var format)
            || !format.SequenceEqual("jsonschema"u8)
            || !TryParseModel(rest, out var model)
        )
        {
            return false;
        }

        uri = new SchemaUri(vendor, name, model);
        return true;
    }

    /// <summary>A baked-in event names no schema; its vendor, name and version stand in columns of their own.</summary>
    public static bool TryParse(
        ReadOnlySpan<byte> vendor,
        ReadOnlySpan<byte> name,
        ReadOnlySpan<byte> version,
        out SchemaUri uri
    )
    {
        var success = TryParseModel(version, out var model);
        uri = new SchemaUri(vendor, name, model);
        return success;
    }

    /// <summary>The number before the first hyphen of <c>model-revision-addition</c>, without sign or leading zeros.</summary>
    static bool TryParseModel(ReadOnlySpan<byte> version, out int model) =>
        Utf8Parser.TryParse(version, out model, out var digits)
        && version[0] is >= (byte)'1' and <= (byte)'9'
        && digits < version.Length
        && version[digits] == (byte)'-';

    static bool TryCut(scoped ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> part)
    {
        var slash = rest.IndexOf((byte)'/');
        part = slash < 0 ? default : rest[..slash];
        rest = rest[(slash + 1)..];
        return slash > 0;
    }
}
