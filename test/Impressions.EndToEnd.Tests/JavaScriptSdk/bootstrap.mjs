#!/usr/bin/env node
// What `dotnet run --project test/Impressions.Benchmarks -- function --bootstrap` compares with: the same work in plain JavaScript with the official SDK, on the
// Runtime API itself. Leaner than what is usual, since it parses only the events that it selects.
import http from "node:http";
import { json } from "node:stream/consumers";
import { PersonalizeEventsClient, PutEventsCommand } from "@aws-sdk/client-personalize-events";

const { AWS_LAMBDA_RUNTIME_API: api, PERSONALIZE_TRACKING_ID: trackingId } = process.env;
const client = new PersonalizeEventsClient({});
const agent = new http.Agent({ keepAlive: true });

const selected = new Set(["snowplow_ecommerce_action", "action", "view_item", "transaction_item", "create_order", "link_click"]);
const ecommerceTypes = { product_view: "View", list_view: "View", list_click: "Click", transaction: "Purchase" };
const enhancedTypes = { view: "View", detail: "View", click: "Click", purchase: "Purchase" };

const attribute = (entity, source, name) =>
  entity.attributes?.findLast((a) => a.source === source && a.attribute === name)?.value;

function click(link, entities) {
  const elements = entities("element");
  const widgets = elements.filter((e) => e.element_name === "recommendation-impression");
  const recommendationId = widgets.map((e) => attribute(e, "dataset", "recommendationId")).findLast((id) => id);
  if (!recommendationId) return undefined;
  let shown = entities("element_content")
    .filter((e) => e.parent_name === "recommendation-impression")
    .map((e) => attribute(e, "dataset", "itemId") ?? e.attributes[0]?.value);
  if (shown.length === 0) {
    const list = widgets.map((e) => attribute(e, "callback", "shownItems")).findLast((value) => value);
    shown = list?.startsWith("[") ? JSON.parse(list) : [];
  }
  const item =
    elements.map((e) => attribute(e, "dataset", "itemId")).find((id) => id) ??
    /[?&]variant=(?<item>\d+)(?:[&#]|$)/.exec(link.targetUrl)?.groups.item ??
    shown.find((id) => link.targetUrl.split(/[/?&=#]/).includes(id)) ??
    shown[0];
  return item && { type: "Click", items: [item], recommendationId, impression: shown.length > 0 ? shown : undefined };
}

function map(columns) {
  const contexts = [52, 122].flatMap((i) => (columns[i] ? (JSON.parse(columns[i]).data ?? []) : []));
  const entities = (name) => contexts.filter((c) => c.schema.split("/")[1] === name).map((c) => c.data);
  const content = columns[58] ? JSON.parse(columns[58]).data.data : {};
  switch (columns[126]) {
    case "transaction_item":
      return { type: "Purchase", items: [columns[68]] };
    case "view_item":
      return { type: "View", items: [content.item_id] };
    case "create_order":
      return { type: "Purchase", items: entities("cart").flatMap((c) => c.items_in_cart.map((i) => i.item_id)) };
    case "action":
      return { type: enhancedTypes[content.action], items: entities("productFieldObject").map((p) => p.id) };
    case "snowplow_ecommerce_action":
      return { type: ecommerceTypes[content.type], items: entities("product").map((p) => p.id) };
    default:
      return click(content, entities);
  }
}

function plan(payload) {
  const sessions = new Map();
  const seen = new Set();
  for (const record of payload.Records) {
    const columns = Buffer.from(record.kinesis.data, "base64").toString().split("\t");
    if (!selected.has(columns[126]) || seen.has(columns[6])) continue;
    const mapped = map(columns);
    const items = mapped?.type ? [...new Set(mapped.items)].filter((id) => id) : [];
    const userId = columns[12] || columns[15] || undefined;
    const sessionId = columns[123] || userId;
    if (items.length === 0 || !sessionId) continue;
    seen.add(columns[6]);
    const session = sessions.get(sessionId) ?? { userId, sessionId, events: [] };
    sessions.set(sessionId, session);
    items.forEach((itemId, i) =>
      session.events.push({
        eventId: items.length === 1 ? columns[6] : `${columns[6]}:${i}`,
        eventType: mapped.type,
        sentAt: new Date(`${columns[124] || columns[3]}Z`.replace(" ", "T")),
        itemId,
        recommendationId: mapped.recommendationId,
        impression: mapped.impression?.slice(0, 25),
      }),
    );
  }
  return [...sessions.values()];
}

async function send({ userId, sessionId, events }) {
  for (let i = 0; i < events.length; i += 10) {
    await client.send(new PutEventsCommand({ trackingId, userId, sessionId, eventList: events.slice(i, i + 10) }));
  }
}

const call = (method, path, body) =>
  new Promise((resolve, reject) => {
    const request = http.request(`http://${api}/2018-06-01/runtime/${path}`, { method, agent }, resolve);
    request.on("error", reject).end(body);
  });

for (;;) {
  const next = await call("GET", "invocation/next");
  await Promise.all(plan(await json(next)).map(send));
  const id = next.headers["lambda-runtime-aws-request-id"];
  (await call("POST", `invocation/${id}/response`, '{"batchItemFailures":[]}')).resume();
}
