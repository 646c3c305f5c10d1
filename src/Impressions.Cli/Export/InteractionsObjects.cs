using System.Globalization;
using Amazon.S3;
using Impressions.Cli.Aws;
using Impressions.Cli.Input;
using Impressions.Core.Mapping;
using Impressions.Core.Selection;

namespace Impressions.Cli.Export;

/// <summary>
/// Writes rows as CSV objects of bounded size into a folder of a bucket, which an import job takes as a whole. Exporting the same
/// again writes the same objects.
/// </summary>
/// <param name="folder">Its prefix ends in a slash, or is empty.</param>
/// <param name="share">Of the input; goes into the names.</param>
/// <param name="maxBytes">Of an object, about.</param>
sealed class InteractionsObjects(
    IAmazonS3 client,
    S3Location folder,
    InputShare share,
    IReadOnlyList<(string Name, EventField Field)> properties,
    long maxBytes = InteractionsObjects.MaxBytes
) : IInteractionsOutput, IDisposable
{
    const long MaxBytes = 1L << 30;

    readonly List<(string Key, long Bytes, long Rows)> _objects = [];
    readonly string _name =
        share.Count <= 1 ? "interactions" : $"interactions-{share.Number:D5}-of-{share.Count:D5}";
    InteractionsCsv? _csv;
    S3Upload? _upload;
    string _key = "";
    long _rows;
    long _valuesLeftOut;

    public long ValuesLeftOut => _valuesLeftOut + (_csv?.ValuesLeftOut ?? 0);

    /// <inheritdoc cref="S3Upload.Write(ReadOnlySpan{byte})"/>
    public void Write(Interaction interaction)
    {
        if (_upload?.Length >= maxBytes)
        {
            Close();
        }

        if (_csv is null)
        {
            _key = string.Create(
                CultureInfo.InvariantCulture,
                $"{folder.Prefix}{_name}-{_objects.Count + 1:D5}.csv"
            );
            _upload = new(client, folder with { Prefix = _key });
            _csv = new(_upload, properties);
        }

        _csv.Write(interaction);
        _rows++;
    }

    /// <summary>
    /// Ends the last object and writes the manifest, in a folder below, where an import does not look for rows: so that whoever
    /// starts the import knows that everything is there.
    /// </summary>
    /// <param name="export">That wrote the rows.</param>
    public void Complete(Exporter export)
    {
        Close();
        using var manifest = new S3Upload(
            client,
            folder with
            {
                Prefix = $"{folder.Prefix}manifest/{_name}.json",
            }
        );
        using (var json = ToolConsole.Json(manifest))
        {
            json.WriteStartObject();
            json.WriteNumber("part"u8, share.Number);
            json.WriteNumber("parts"u8, share.Count);
            json.WriteNumber("events"u8, export.Events);
            json.WriteNumber("interactions"u8, export.Interactions);
            json.WriteNumber("duplicates"u8, export.Duplicates);
            json.WriteNumber("deadLetters"u8, export.DeadLetters);
            json.WriteStartArray("objects"u8);
            foreach (var (key, bytes, rows) in _objects)
            {
                json.WriteStartObject();
                json.WriteString("key"u8, key);
                json.WriteNumber("bytes"u8, bytes);
                json.WriteNumber("rows"u8, rows);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        manifest.Complete();
    }

    public void Dispose()
    {
        _csv?.Dispose();
        _upload?.Dispose();
    }

    void Close()
    {
        if (_csv is null)
        {
            return;
        }

        _csv.Dispose();
        _upload!.Complete();
        _objects.Add((_key, _upload.Length, _rows));
        _valuesLeftOut += _csv.ValuesLeftOut;
        _upload.Dispose();
        (_csv, _upload, _rows) = (null, null, 0);
    }
}
