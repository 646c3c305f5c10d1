using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Impressions.Sandbox.Collector;

namespace Impressions.Sandbox.Enrichment;

/// <summary>The columns of an enriched event that hold self-describing JSON.</summary>
readonly struct SelfDescribingColumns(
    TrackedEvent tracked,
    EnrichedRow row,
    SchemaCheck check,
    List<TrackingProblem> problems
)
{
    static readonly JsonWriterOptions JsonOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The name of the event in column <c>event</c>, and what its schema would be.</summary>
    public IReadOnlyList<JsonElement> SetEntities()
    {
        if (!SelfDescribingParameter.TryRead(tracked, "co", "cx", "contexts", problems, out var data))
        {
            return [];
        }

        var entities = new List<JsonElement>();
        foreach (var entity in data.ValueKind == JsonValueKind.Array ? data.EnumerateArray() : default)
        {
            if (SelfDescribingParameter.TryReadSchema(entity, out var schema))
            {
                entities.Add(entity);
                check.Check(schema, entity.GetProperty("data"));
            }
            else
            {
                var kind =
                    entity.ValueKind == JsonValueKind.Array
                        ? TrackingProblemKind.NestedEntities
                        : TrackingProblemKind.SelfDescribingJson;
                problems.Add(new(kind, "contexts", "An entry of the entities is not self-describing JSON."));
            }
        }

        if (data.ValueKind != JsonValueKind.Array)
        {
            problems.Add(
                new(TrackingProblemKind.SelfDescribingJson, "contexts", "The entities are not a list.")
            );
        }
        else if (data.GetArrayLength() > 0)
        {
            row["contexts"] = Wrapped("contexts/jsonschema/1-0-1", data);
        }

        return entities;
    }

    /// <summary>Null for an event of another kind, and for one that cannot be read.</summary>
    public JsonElement? SetEvent()
    {
        if (tracked["e"] != "ue")
        {
            return null;
        }

        var before = problems.Count;
        if (
            !SelfDescribingParameter.TryRead(
                tracked,
                "ue_pr",
                "ue_px",
                "unstruct_event",
                problems,
                out var self
            )
        )
        {
            if (problems.Count == before)
            {
                problems.Add(
                    new(
                        TrackingProblemKind.Parameter,
                        "ue_pr",
                        "A self-describing event has neither ue_pr nor ue_px."
                    )
                );
            }

            return null;
        }

        if (!SelfDescribingParameter.TryReadSchema(self, out var schema))
        {
            problems.Add(
                new(
                    TrackingProblemKind.SelfDescribingJson,
                    "ue_pr",
                    "The event itself is not self-describing."
                )
            );
            return null;
        }

        var parts = schema["iglu:".Length..].Split('/');
        (row["event_vendor"], row["event_name"], row["event_version"]) = (parts[0], parts[1], parts[^1]);
        check.Check(schema, self.GetProperty("data"));
        row["unstruct_event"] = Wrapped("unstruct_event/jsonschema/1-0-0", self);
        return self;
    }

    /// <summary>Compact, as Enrich writes it.</summary>
    static string Wrapped(string schema, JsonElement data)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, JsonOptions))
        {
            json.WriteStartObject();
            json.WriteString("schema"u8, $"iglu:com.snowplowanalytics.snowplow/{schema}");
            json.WritePropertyName("data"u8);
            data.WriteTo(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }
}
