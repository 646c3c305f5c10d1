// The live view: what the sandbox sends by server-sent events, put on the page as text.
(() => {
  const byId = id => document.getElementById(id);
  const events = byId("events");
  const seen = new Map();
  const calls = new Map();
  const rows = new Map();

  const element = (name, attributes = {}, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (value !== undefined && value !== false) {
        made.setAttribute(key, value === true ? "" : value);
      }
    }
    made.append(...children.filter(child => child !== null && child !== undefined));
    return made;
  };

  const fates = {
    pending: ["On its way", ""], sent: ["Sent", "good"], skipped: ["Skipped", ""], dead_letter: ["Dead letter", "bad"],
    failed: ["Failed", "bad"], bad_row: ["Bad row", "bad"], refused: ["Refused", "bad"],
  };

  const titles = {
    page_view: "Page view", page_ping: "Page ping", link_click: "Click on a link", expose_element: "Recommendation in view",
    transaction_item: "Purchased item", transaction: "Transaction", play_event: "Media: play", pause_event: "Media: pause",
    end_event: "Media: end", percent_progress_event: "Media: progress", ready_event: "Media: ready", view_item: "Item view", create_order: "Order",
  };
  const actions = {
    product_view: "Product view", list_view: "List view", list_click: "Click in a list", transaction: "Purchase",
    add_to_cart: "Add to cart", remove_from_cart: "Remove from cart", refund: "Refund",
  };

  const title = event => {
    const action = event.event?.data?.type;
    return event.fate === "refused" ? "Not from a tracker" : actions[action] ?? titles[event.name] ?? (event.name || "Event");
  };

  const isTrouble = event => event.diagnoses.length > 0 || !event.intended;
  const time = at => new Date(at).toLocaleTimeString("en-GB", { hour12: false }) + "." + String(at % 1000).padStart(3, "0");

  const plural = (count, one, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;

  // One line that says what the event became.
  const outcome = event => {
    const [first] = event.interactions;
    if (!first) {
      return event.diagnoses.length > 0 ? null : element("span", { class: "line" }, event.explanation);
    }

    const more = event.interactions.length > 1 ? ` and ${event.interactions.length - 1} more` : "";
    const place = first.impression ? `, ${first.impression.indexOf(first.itemId) + 1} of ${first.impression.length} shown` : "";
    const rule = event.rule ? `, by ${event.rule}` : "";
    return element("span", { class: "line" }, `${first.eventType} on `, element("b", {}, first.itemId), `${more}${place}${rule}`);
  };

  // A clipboard there is on this machine alone: by its own name, or over https.
  const copyButton = text => {
    if (!navigator.clipboard) {
      return "";
    }

    const button = element("button", { type: "button", class: "quiet" }, "Copy");
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(text);
      button.textContent = "Copied";
      setTimeout(() => { button.textContent = "Copy"; }, 1500);
    });
    return button;
  };

  const snippet = text => element("div", { class: "snippet" }, element("pre", { tabindex: "0" }, text), copyButton(text));

  const diagnosis = found => element("div", { class: `diagnosis${found.hint ? " hint" : ""}` },
    element("h4", {}, found.title), element("p", {}, found.explanation), found.fix ? snippet(found.fix) : null);

  const json = value => element("pre", { tabindex: "0" }, typeof value === "string" ? value : JSON.stringify(value, null, 2));

  const table = entries => element("table", {}, element("tbody", {}, ...entries.map(([name, value]) =>
    element("tr", {}, element("td", {}, name), element("td", {}, String(value))))));

  const fold = (summary, content) => element("details", {}, element("summary", {}, summary), content);

  const schemaName = entity => entity.schema.replace(/^iglu:/, "").replace("/jsonschema", "");

  const entityText = entity => {
    const attributes = Array.isArray(entity.data?.attributes) ? entity.data.attributes : [];
    const values = attributes.map(attribute => `${attribute.attribute}=${attribute.value}`).join(" ");
    const name = entity.data?.element_name ?? entity.data?.id ?? "";
    return [schemaName(entity).split("/")[1], name, values].filter(part => part !== "").join(" · ");
  };

  const step = (heading, ...content) => element("li", {}, element("h4", {}, heading), ...content);

  const steps = event => {
    const made = [];
    if (event.content !== undefined) {
      made.push(step("What came", json(event.content || "(nothing that could be shown)")));
    }
    if (event.parameters) {
      made.push(step("The browser sent", element("p", {}, event.page ?? ""),
        fold(plural(Object.keys(event.parameters).length, "parameter"), table(Object.entries(event.parameters)))));
    }
    if (event.columns) {
      made.push(step(event.fate === "bad_row" ? "Enrich would refuse it" : "Enriched",
        event.event ? element("p", {}, schemaName(event.event)) : null,
        event.entities?.length ? element("ul", {}, ...event.entities.map(entity => element("li", {}, entityText(entity)))) : null,
        event.unchecked?.length ? element("p", {}, `Not checked, since their schemas are not known here: ${event.unchecked.join(", ")}`) : null,
        fold("Columns", table(Object.entries(event.columns))),
        event.event ? fold("Event and entities", json({ event: event.event, entities: event.entities })) : null));
    }
    if (event.fate !== "bad_row" && event.fate !== "refused") {
      made.push(step("Mapped", element("p", {}, event.reason ? `${event.reason}: ${event.explanation}` : event.explanation),
        event.rule ? element("p", {}, `Clicked item by ${event.rule}: ${event.ruleExplanation}`) : null,
        event.anomalies.length ? element("p", {}, `Odd: ${event.anomalies.join(", ")}`) : null,
        event.interactions.length ? element("p", {}, `${event.anonymous ? "Visitor" : "User"} ${event.userId ?? "(nobody)"}, session ${event.sessionId}`) : null,
        event.interactions.length ? fold(plural(event.interactions.length, "interaction"), json(event.interactions)) : null));
    }
    for (const number of event.calls) {
      const call = calls.get(number);
      if (call) {
        made.push(step(`PutEvents call ${number}`, element("p", {},
          `${call.status} ${call.error || "accepted"}, ${plural(call.events, "event")}, ${time(call.at)}`),
          fold("Body", json(JSON.parse(call.body)))));
      }
    }
    return element("ol", { class: "steps" }, ...made);
  };

  const fill = (row, event) => {
    const [label, colour] = fates[event.fate];
    const tone = colour || (event.intended ? "" : "warn");
    const summary = element("summary", { class: "row" },
      element("span", { class: `fate ${tone}` }, label),
      element("span", { class: "title" }, title(event), event.name ? element("code", {}, event.name) : null),
      element("span", { class: "time" }, time(event.at)),
      outcome(event),
      ...event.diagnoses.map(found => element("span", { class: `line ${found.hint ? "warn" : "bad"}` }, `▲ ${found.title}`)));
    row.className = `is-new${event.reason === "not_selected" ? "" : " is-selected"}${isTrouble(event) ? " is-trouble" : ""}`;
    row.dataset.fate = event.fate;
    row.dataset.name = event.name;
    const details = row.firstElementChild;
    const hadFocus = details.contains(document.activeElement);
    details.replaceChildren(summary);
    if (details.open) {
      unfold(details, event);
    }
    if (hadFocus) {
      summary.focus();
    }
  };

  const unfold = (details, event) => {
    details.querySelector(".detail")?.remove();
    details.append(element("div", { class: "detail" }, ...event.diagnoses.map(diagnosis), steps(event)));
  };

  const isClick = event => event.name === "link_click" || event.interactions.some(made => made.eventType === "Click");

  const count = () => {
    const all = [...seen.values()];
    byId("troubles").textContent = all.filter(isTrouble).length;
    byId("no-click").hidden = !all.some(event => event.name === "expose_element") || all.some(isClick);
    metrics(latest);
  };

  const show = event => {
    seen.set(event.number, event);
    let row = rows.get(event.number);
    if (!row) {
      const details = element("details");
      row = element("li", {}, details);
      details.addEventListener("toggle", () => details.open && unfold(details, seen.get(event.number)));
      rows.set(event.number, row);
      const later = [...events.children].find(other => Number(other.dataset.number) < event.number);
      row.dataset.number = event.number;
      events.insertBefore(row, later ?? null);
    }
    fill(row, event);
    count();
    if (event.fate !== "pending") {
      byId("news").textContent = `${title(event)}: ${fates[event.fate][0]}. ${event.diagnoses.map(found => found.title).join(". ")}`;
    }
  };

  let latest = {};
  const metrics = values => {
    latest = values;
    const all = [...seen.values()];
    const badRows = all.filter(event => event.fate === "bad_row" || event.fate === "refused").length;
    const sum = prefix => Object.entries(values).filter(([name]) => name.startsWith(prefix)).reduce((total, [, value]) => total + value, 0);
    const tiles = [
      ["events", values.events ?? 0, ""], ["selected", values.selected ?? 0, ""], ["skipped", sum("skipped_"), ""],
      ["interactions", values.interactions ?? 0, ""], ["accepted", values.accepted ?? 0, values.accepted ? "good" : ""],
      ["calls", values.calls ?? 0, ""], ["bad rows", badRows, badRows ? "bad" : ""],
    ];
    byId("metrics").replaceChildren(...tiles.map(([name, value, tone]) =>
      element("div", { class: tone }, element("dt", {}, name), element("dd", {}, String(value)))));
    byId("all-metrics").querySelector("tbody").replaceChildren(...Object.entries(values)
      .map(([name, value]) => element("tr", {}, element("td", {}, name), element("td", {}, String(value)))));
  };

  const state = told => {
    const notices = [];
    if (!told.tracker) {
      notices.push(element("p", {}, "The shop has no tracker yet. Install it once with ",
        element("code", {}, told.trackerCommand), " and start the sandbox again. Your own site can be tracked all the same."));
    }
    if (told.problem) {
      notices.push(element("p", {}, `The function does not answer: ${told.problem}`));
    }
    if (told.lost > 0) {
      notices.push(element("p", {}, `${plural(told.lost, "event")} came faster than the sandbox could take them, and were let go.`));
    }
    byId("notices").replaceChildren(...notices);
    connection(told.problem ? "bad" : "good", told.problem ? "Function down" : "Function running");
  };

  const connection = (tone, text) => {
    byId("connection").dataset.state = tone;
    byId("connection").textContent = text;
  };

  const clear = () => {
    latest = {};
    seen.clear();
    calls.clear();
    rows.clear();
    events.replaceChildren();
    count();
  };

  // The shop's switches: kept where the shop reads them, which is then loaded again.
  const controls = byId("controls");
  const remember = () => {
    for (const [name, value] of new FormData(controls)) {
      localStorage.setItem(`sandbox.${name}`, value);
    }
  };

  const showSetup = async () => {
    const names = ["recommended", "published"];
    const chosen = localStorage.getItem("sandbox.setup") ?? names[0];
    const texts = await Promise.all(names.map(async name => (await fetch(`/page/${name}.js`)).text()));
    const [own, other] = chosen === names[0] ? texts : texts.toReversed();
    const others = new Set(other.split("\n").map(line => line.trim()));
    byId("setup-code").replaceChildren(...own.trimEnd().split("\n").flatMap(line => [
      line.trim() && !others.has(line.trim()) ? element("mark", {}, line) : line, "\n"]));
  };

  for (const control of controls.elements) {
    const kept = localStorage.getItem(`sandbox.${control.name}`);
    if (kept !== null && control.type === "radio") {
      control.checked = control.value === kept;
    } else if (kept !== null && control.name) {
      control.value = kept;
    }
  }

  controls.addEventListener("change", () => {
    remember();
    showSetup();
    byId("shop").contentWindow.location.replace("/shop");
  });
  controls.addEventListener("submit", event => event.preventDefault());

  for (const radio of document.querySelectorAll("[name=filter]")) {
    radio.addEventListener("change", () => { events.dataset.filter = radio.value; });
  }

  byId("clear").addEventListener("click", () => fetch("/api/reset", { method: "POST" }));

  const ownSite = `snowplow("newTracker", "sp", "${location.origin}", { appId: "my-site", contexts: { webPage: true } });`;
  for (const place of [byId("own-site"), document.querySelector(".own-site")]) {
    place.textContent = ownSite;
    place.parentElement.append(copyButton(ownSite));
  }

  const stream = new EventSource("/events");
  const on = (kind, handle) => stream.addEventListener(kind, message => handle(JSON.parse(message.data)));
  on("seen", show);
  on("call", call => calls.set(call.number, call));
  on("metrics", metrics);
  on("state", state);
  on("cleared", clear);
  stream.onerror = () => connection("bad", "Not connected");
  stream.onopen = clear;

  remember();
  showSetup();
  metrics({});
})();
