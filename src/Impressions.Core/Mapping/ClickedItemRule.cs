namespace Impressions.Core.Mapping;

/// <summary>How the clicked item of a recommendation was found, from exact to guessed.</summary>
enum ClickedItemRule : byte
{
    /// <summary>Not a click on a recommendation.</summary>
    None = 0,

    /// <summary>The item is tracked as a component of its own: exact.</summary>
    ItemComponent,

    /// <summary><c>CLICKED_ITEM_PATTERN</c> found it in the link's URL.</summary>
    UrlPattern,

    /// <summary>Exactly one of the items shown stands in the link's URL.</summary>
    UrlMatch,

    /// <summary>Only one item was shown.</summary>
    OnlyShown,

    /// <summary>It is not known, so the first item shown is taken for it (<c>UNRESOLVED_CLICK=first</c>).</summary>
    FirstShown,
}
