using System.Text;
using Impressions.Core;
using Impressions.Emulation.Lambda;
using Impressions.Sandbox;
using Impressions.Sandbox.Collector;
using Impressions.Sandbox.Enrichment;
using Impressions.Sandbox.View;

namespace Impressions.Edge.Tests.Sandbox;

/// <summary>Whatever reaches the collector is shown as something; nothing makes the sandbox stumble.</summary>
public class SandboxFuzzTests
{
    const int Rounds = 3_000;

    static readonly string[] Splinters =
    [
        "\\ud800",
        "\\\\ud800", // within JSON within JSON
        "\\u0000",
        "\\t",
        "null",
        "[[[",
        "{}",
        "1e999",
        "-0",
        "iglu:",
        "\\\"",
        "\u00ff",
        "\ud83d\ude00",
        "%zz",
        "",
    ];

    [Fact]
    public void MutatedPayloads_AnyOfThem_AreShown()
    {
        Assert.True(
            ImpressionsOptions.TryRead(
                name => name == Settings.TrackingId.Name ? "none" : null,
                out var options,
                out _
            )
        );
        var random = new Random(20261127);
        var payloads = CapturedPayloads
            .Names.Order(StringComparer.Ordinal)
            .SelectMany(CapturedPayloads.Bodies)
            .ToList();
        var fates = new EventFates(options);
        var (read, good, bad) = (0, 0, 0);
        for (var round = 0; round < Rounds; round++)
        {
            var body = Mutated(payloads[random.Next(payloads.Count)], random);
            if (!TrackerPayload.TryReadBody(body, out var events, out _))
            {
                continue;
            }

            read++;
            foreach (var parameters in events)
            {
                var seen = See(parameters, fates, options);
                good += seen.Enriched!.IsGood ? 1 : 0;
                bad += seen.Enriched.IsGood ? 0 : 1;
                Assert.NotEqual(0, FeedMessages.Of(seen).Json.Length);
            }
        }

        Assert.InRange(read, Rounds / 4, Rounds - 1); // some break the payload itself
        Assert.InRange(good, 100, int.MaxValue);
        Assert.InRange(bad, 100, int.MaxValue);
    }

    static SeenEvent See(
        IReadOnlyDictionary<string, string> parameters,
        EventFates fates,
        ImpressionsOptions options
    )
    {
        var tracked = new TrackedEvent(parameters, CapturedPayloads.Read("page-view")[0].Request);
        var seen = new SeenEvent(1, DateTimeOffset.UnixEpoch)
        {
            Tracked = tracked,
            Enriched = MiniEnricher.Enrich(tracked, DateTimeOffset.UnixEpoch),
        };
        if (seen.Enriched.IsGood)
        {
            seen = Assert.Single(
                fates.Predict([seen], Payload.Of([seen.Enriched.Row.ToLine()], DateTimeOffset.UnixEpoch).Json)
            );
        }

        return seen with
        {
            Diagnoses = Diagnoses.Of(new Evidence(seen, [seen], options)),
        };
    }

    /// <summary>One to three places overwritten, cut or filled with something odd.</summary>
    static byte[] Mutated(string body, Random random)
    {
        var text = body;
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            var at = random.Next(text.Length);
            var length = Math.Min(random.Next(0, 12), text.Length - at);
            text = text[..at] + Splinters[random.Next(Splinters.Length)] + text[(at + length)..];
        }

        var bytes = Encoding.UTF8.GetBytes(text);
        if (random.Next(4) == 0)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256); // perhaps no UTF-8
        }

        return bytes;
    }
}
