using System.Text;

namespace Impressions.Core.Snowplow;

/// <summary>Which entities a setting means: those of a schema, or of its name alone, whoever its vendor is.</summary>
sealed class EntityName
{
    readonly byte[] _vendor;
    readonly byte[] _name;
    readonly int _model;

    EntityName(string vendor, string name, int model) =>
        (_vendor, _name, _model) = (Encoding.UTF8.GetBytes(vendor), Encoding.UTF8.GetBytes(name), model);

    /// <summary>Of whatever vendor and model.</summary>
    public static EntityName OfAnyVendor(string name) => new("", name, model: 0);

    /// <param name="model">From 1; 0 for any.</param>
    public static EntityName Of(string vendor, string name, int model = 0) => new(vendor, name, model);

    /// <summary>Null when it is no schema URI.</summary>
    public static EntityName? OfSchema(string uri) =>
        SchemaUri.TryParse(Encoding.UTF8.GetBytes(uri), out var schema)
            ? new(Encoding.UTF8.GetString(schema.Vendor), Encoding.UTF8.GetString(schema.Name), schema.Model)
            : null;

    public bool IsOf(in SchemaUri schema) =>
        schema.Name.SequenceEqual(_name)
        && (_vendor.Length == 0 || schema.Vendor.SequenceEqual(_vendor))
        && (_model == 0 || schema.Model == _model);
}
