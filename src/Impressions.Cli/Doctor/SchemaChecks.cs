using Impressions.Cli.Export;
using Impressions.Core;

namespace Impressions.Cli.Doctor;

/// <summary>Whether the interactions dataset has the columns that the settings fill.</summary>
static class SchemaChecks
{
    /// <summary>Event types and optional columns together (Personalize's quota).</summary>
    const int MaxTypesAndColumns = 10;

    const string NewSchema =
        "a schema cannot be changed: create one with the columns (impressions export --schema writes it), a dataset with it, and "
        + "import or send again; or change the setting";

    static readonly string[] Required = ["USER_ID", "ITEM_ID", "TIMESTAMP", "EVENT_TYPE"];

    public static IEnumerable<Finding> Of(Account account)
    {
        if (account.Group is null)
        {
            yield break;
        }

        if (account.Interactions is not { } interactions)
        {
            if (
                !account.Unread.Any(unread =>
                    unread.Operation is "ListDatasets" or "DescribeDataset" or "DescribeSchema"
                )
            )
            {
                yield return new(
                    Severity.Broken,
                    "no_interactions_dataset",
                    "The dataset group has no interactions dataset: events have no place to go.",
                    $"aws personalize create-dataset --dataset-type Interactions --dataset-group-arn {account.Group.Arn} --schema-arn …"
                );
            }

            yield break;
        }

        if (interactions.Status != "ACTIVE")
        {
            yield return new(
                Severity.Broken,
                "interactions_not_active",
                $"The interactions dataset is {interactions.Status}, not ACTIVE.",
                $"aws personalize describe-dataset --dataset-arn {interactions.Arn}"
            );
        }

        foreach (var finding in account.Options is { } options ? OfColumns(interactions, options) : [])
        {
            yield return finding;
        }
    }

    static IEnumerable<Finding> OfColumns(Dataset interactions, ImpressionsOptions options)
    {
        foreach (var (name, _) in options.Properties.Select(InteractionsCsv.ColumnOf))
        {
            if (!interactions.Columns.TryGetValue(name, out var type))
            {
                yield return new(
                    Severity.Weak,
                    "property_without_column",
                    $"PROPERTIES sends {name}, but the interactions dataset has no column {name}.",
                    NewSchema
                );
            }
            else if (type is not ("string" or "int" or "long" or "float" or "double"))
            {
                yield return new(
                    Severity.Weak,
                    "property_type",
                    $"PROPERTIES sends {name} as text or number, but its column is {type}.",
                    NewSchema
                );
            }
        }

        foreach (var (column, types, what) in Wanted(options.EventValue != Core.EventValue.Off))
        {
            if (!interactions.Columns.TryGetValue(column, out var type))
            {
                yield return new(
                    Severity.Weak,
                    "column_missing",
                    $"The interactions dataset has no column {column}: {what}.",
                    NewSchema
                );
            }
            else if (!types.Contains(type))
            {
                yield return new(
                    Severity.Weak,
                    "column_type",
                    $"Column {column} is {type}, not {types[0]}.",
                    NewSchema
                );
            }
        }

        var optional = interactions.Columns.Keys.Except(Required, StringComparer.Ordinal).Count();
        var sent = EventTypeChecks.Sent(options).Count;
        if (sent + optional > MaxTypesAndColumns)
        {
            yield return new(
                Severity.Weak,
                "too_many_types",
                $"{sent} event types and {optional} optional columns are more than the {MaxTypesAndColumns} that Personalize allows together.",
                "leave event types out of EVENT_TYPES, or use a schema with fewer columns"
            );
        }
    }

    static IEnumerable<(string Column, string[] Types, string What)> Wanted(bool hasValues)
    {
        yield return ("IMPRESSION", ["string"], "what was shown is not kept");
        yield return ("RECOMMENDATION_ID", ["string"], "which recommendation was clicked is not kept");
        if (hasValues)
        {
            yield return ("EVENT_VALUE", ["float", "double"], "the values of EVENT_VALUES are not kept");
        }
    }
}
