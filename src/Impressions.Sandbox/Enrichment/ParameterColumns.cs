using System.Globalization;

namespace Impressions.Sandbox.Enrichment;

/// <summary>What a column takes.</summary>
enum ColumnKind
{
    Text,
    Whole,
    Number,
    Flag,
    Id,
}

/// <summary>Snowplow's tracker protocol: which parameter goes into which column as it is.</summary>
static class ParameterColumns
{
    const int UserIdLength = 255;
    const int DeviceIdLength = 128;

    /// <summary>The lengths are Enrich's, and stand where the mapping reads the column (characters).</summary>
    public static IReadOnlyList<(
        string Parameter,
        string Column,
        ColumnKind Kind,
        int MaxLength
    )> All { get; } =
    [
        ("p", "platform", ColumnKind.Text, 255),
        ("aid", "app_id", ColumnKind.Text, 255),
        ("eid", "event_id", ColumnKind.Id, 36),
        ("tid", "txn_id", ColumnKind.Whole, 20),
        ("tna", "name_tracker", ColumnKind.Text, 128),
        ("tv", "v_tracker", ColumnKind.Text, 100),
        ("uid", "user_id", ColumnKind.Text, UserIdLength),
        ("duid", "domain_userid", ColumnKind.Text, DeviceIdLength),
        ("vid", "domain_sessionidx", ColumnKind.Whole, 20),
        ("sid", "domain_sessionid", ColumnKind.Id, DeviceIdLength),
        ("fp", "user_fingerprint", ColumnKind.Text, 128),
        ("page", "page_title", ColumnKind.Text, 2_000),
        ("lang", "br_lang", ColumnKind.Text, 255),
        ("cookie", "br_cookies", ColumnKind.Flag, 1),
        ("cd", "br_colordepth", ColumnKind.Text, 12),
        ("tz", "os_timezone", ColumnKind.Text, 255),
        ("cs", "doc_charset", ColumnKind.Text, 128),
        ("se_ca", "se_category", ColumnKind.Text, 1_000),
        ("se_ac", "se_action", ColumnKind.Text, 1_000),
        ("se_la", "se_label", ColumnKind.Text, 4_096),
        ("se_pr", "se_property", ColumnKind.Text, 1_000),
        ("se_va", "se_value", ColumnKind.Number, 50),
        ("tr_id", "tr_orderid", ColumnKind.Text, 255),
        ("tr_af", "tr_affiliation", ColumnKind.Text, 255),
        ("tr_tt", "tr_total", ColumnKind.Number, 50),
        ("tr_tx", "tr_tax", ColumnKind.Number, 50),
        ("tr_sh", "tr_shipping", ColumnKind.Number, 50),
        ("tr_ci", "tr_city", ColumnKind.Text, 255),
        ("tr_st", "tr_state", ColumnKind.Text, 255),
        ("tr_co", "tr_country", ColumnKind.Text, 255),
        ("tr_cu", "tr_currency", ColumnKind.Text, 3),
        ("ti_id", "ti_orderid", ColumnKind.Text, 255),
        ("ti_sk", "ti_sku", ColumnKind.Text, 255),
        ("ti_nm", "ti_name", ColumnKind.Text, 255),
        ("ti_ca", "ti_category", ColumnKind.Text, 255),
        ("ti_pr", "ti_price", ColumnKind.Number, 50),
        ("ti_qu", "ti_quantity", ColumnKind.Whole, 20),
        ("ti_cu", "ti_currency", ColumnKind.Text, 3),
        ("pp_mix", "pp_xoffset_min", ColumnKind.Whole, 20),
        ("pp_max", "pp_xoffset_max", ColumnKind.Whole, 20),
        ("pp_miy", "pp_yoffset_min", ColumnKind.Whole, 20),
        ("pp_may", "pp_yoffset_max", ColumnKind.Whole, 20),
    ];

    /// <summary>Sizes, two whole numbers around an <c>x</c>, go into two columns.</summary>
    public static IReadOnlyList<(string Parameter, string Width, string Height)> Sizes { get; } =
    [
        ("res", "dvce_screenwidth", "dvce_screenheight"),
        ("vp", "br_viewwidth", "br_viewheight"),
        ("ds", "doc_width", "doc_height"),
    ];

    /// <summary>What would make Enrich refuse the value; null when nothing would.</summary>
    public static string? Problem(string value, ColumnKind kind, int maxLength) =>
        kind switch
        {
            _ when value.Length > maxLength => $"is longer than {maxLength} characters",
            ColumnKind.Whole
                when !long.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out _) =>
                "is no whole number",
            ColumnKind.Number
                when !decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _) =>
                "is no number",
            ColumnKind.Flag when value is not ("0" or "1") => "is neither 0 nor 1",
            ColumnKind.Id when !Guid.TryParseExact(value, "D", out _) => "is no UUID",
            _ => null,
        };
}
