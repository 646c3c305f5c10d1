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

    /// <summary>What names of objects begin with.</summary>
    const string Name = "interactions";

    readonly List<(string Key, long Bytes, long Rows)> _objects = [];
    readonly string _name = share.Count <= 1 ? Name : $"{Name}-{share.Number:D5}-of-{share.Count:D5}";
    IReadOnlyList<InputFile> _found = [];
    InteractionsCsv? _csv;
    S3Upload? _upload;
    string _key = "";
    long _rows;
    long _valuesLeftOut;

    public long ValuesLeftOut => _valuesLeftOut + (_csv?.ValuesLeftOut ?? 0);

    /// <summary>
    /// Before the first row: an import takes the whole folder, so what an earlier export left there would count twice. What the
    /// same export left, such as a job that is started again, is written over.
    /// </summary>
    /// <exception cref="UsageException">The folder holds another export, or cannot be listed.</exception>
    public async Task CheckFolderAsync(CancellationToken cancellation)
    {
        var named = await S3Client
            .FindAsync(client, folder with { Prefix = folder.Prefix + Name }, cancellation)
            .ConfigureAwait(false);
        _found = [.. named.Where(item => !NameOf(item).Contains('/', StringComparison.Ordinal))]; // imports take no folders below
        Refuse(_found.FirstOrDefault(item => !IsOfSameExport(item)));
    }

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
        Refuse(_found.FirstOrDefault(item => IsOfThisShare(item) && !IsWritten(item)));
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
            ToolConsole.WriteTexts(json, "columns", InteractionsCsv.ColumnsOf(properties));
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
        _upload?.Dispose(); // first, so that what is left of the text is not uploaded
        _csv?.Dispose();
    }

    /// <summary>Of any share, where there are as many as here.</summary>
    bool IsOfSameExport(InputFile item) =>
        share.Count <= 1
            ? !NameOf(item).Contains("-of-", StringComparison.Ordinal)
            : NameOf(item).Contains($"-of-{share.Count:D5}-", StringComparison.Ordinal);

    bool IsOfThisShare(InputFile item) => NameOf(item).StartsWith($"{_name}-", StringComparison.Ordinal);

    bool IsWritten(InputFile item) => _objects.Exists(written => written.Key == folder.Prefix + NameOf(item));

    string NameOf(InputFile item) => item.Path[folder.ToString().Length..];

    static void Refuse(InputFile? item)
    {
        if (item is not null)
        {
            throw new UsageException(
                $"{item.Path} is left from another export, and an import takes the whole folder: delete it, or choose an empty folder."
            );
        }
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
