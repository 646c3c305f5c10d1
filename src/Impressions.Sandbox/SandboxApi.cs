using System.Text.Json;
using Impressions.Core;
using Impressions.Sandbox.View;
using Microsoft.AspNetCore.Http;

namespace Impressions.Sandbox;

/// <summary>
/// What the live view shows, as JSON for a shop's own end-to-end tests. An answer waits until every event that has
/// arrived before has its fate.
/// </summary>
sealed class SandboxApi(SandboxHost sandbox, TimeProvider time)
{
    public const string Prefix = "/api/";

    /// <summary>Longest wait for events on their way; they are shown as pending then.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task HandleAsync(HttpContext context)
    {
        Action<Utf8JsonWriter, JsonElement>? write = context.Request.Path.Value switch
        {
            "/api/events" => Write,
            "/api/good" => (json, seen) => WriteIf(!IsBad(seen), json, seen),
            "/api/bad" => (json, seen) => WriteIf(IsBad(seen), json, seen),
            "/api/interactions" => WriteInteractions,
            _ => null,
        };
        if (write is null)
        {
            await SandboxPages
                .WriteTextAsync(
                    context,
                    StatusCodes.Status404NotFound,
                    "Expected GET /api/events, /api/good, /api/bad or /api/interactions, or POST /api/reset."
                )
                .ConfigureAwait(false);
            return;
        }

        await WaitAsync(context.RequestAborted).ConfigureAwait(false);
        await SandboxPages.WriteJsonAsync(context, List(write)).ConfigureAwait(false);
    }

    /// <summary>Forgets all that has arrived.</summary>
    public async Task ResetAsync(HttpContext context)
    {
        await WaitAsync(context.RequestAborted).ConfigureAwait(false);
        sandbox.Clear();
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    async Task WaitAsync(CancellationToken cancellation)
    {
        try
        {
            await sandbox.Arrivals.WaitAsync().WaitAsync(Patience, time, cancellation).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // The answer shows what is pending.
        }
    }

    byte[] List(Action<Utf8JsonWriter, JsonElement> write)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, FeedMessages.JsonOptions))
        {
            json.WriteStartArray();
            foreach (var message in sandbox.Feed.Kept(FeedMessages.EventKind))
            {
                using var seen = JsonDocument.Parse(message.Json);
                write(json, seen.RootElement);
            }

            json.WriteEndArray();
        }

        return text.ToArray();
    }

    static void Write(Utf8JsonWriter json, JsonElement seen) => seen.WriteTo(json);

    static void WriteIf(bool isWanted, Utf8JsonWriter json, JsonElement seen)
    {
        if (isWanted)
        {
            seen.WriteTo(json);
        }
    }

    /// <summary>Never reached the stream.</summary>
    static bool IsBad(JsonElement seen) => Fate(seen) is EventFate.BadRow or EventFate.Refused;

    /// <summary>What Personalize took of an event, with the user and the session of its call.</summary>
    static void WriteInteractions(Utf8JsonWriter json, JsonElement seen)
    {
        if (Fate(seen) != EventFate.Sent)
        {
            return;
        }

        foreach (var interaction in seen.GetProperty("interactions").EnumerateArray())
        {
            json.WriteStartObject();
            foreach (var member in interaction.EnumerateObject())
            {
                member.WriteTo(json);
            }

            foreach (var name in (ReadOnlySpan<string>)["userId", "sessionId"])
            {
                json.WritePropertyName(name);
                seen.GetProperty(name).WriteTo(json);
            }

            json.WriteEndObject();
        }
    }

    static EventFate Fate(JsonElement seen) =>
        Enum.GetValues<EventFate>()
            .First(fate => seen.GetProperty("fate").ValueEquals(Codes<EventFate>.Of(fate)));
}
