// Runs README's snippet on pages of many shapes, in a real browser, with two versions of the tracker.
// node snippet.mjs BROWSER COLLECTOR README TRACKER... where TRACKER is a folder of npm's packages
// Prints for each page: its app id, how many events its tracker sent, and the errors of its scripts.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { chromium } from "playwright-core";
import { shapes } from "./shapes.mjs";

const [, , executablePath, collector, readme, ...trackers] = process.argv;
const visitors = 3; // at a time
const [snippet, listClick] = readFileSync(readme, "utf8").split("```js\n").slice(1).map(block => block.split("```")[0]);
const asListClick = snippet.replace(/snowplow\("trackLinkClick".*/, listClick);

const plugins = [
  ["browser-plugin-element-tracking", "snowplowElementTracking", "SnowplowElementTrackingPlugin"],
  ["browser-plugin-link-click-tracking", "snowplowLinkClickTracking", "LinkClickTrackingPlugin"],
  ["browser-plugin-snowplow-ecommerce", "snowplowEcommerceAccelerator", "SnowplowEcommercePlugin"],
];

const html = (appId, { body, before = "", after = "", runs = 1, isListClick }) => `<!doctype html><title>${appId}</title>${body}
  <script src="/tag.js"></script>
  <script>${before}</script>
  <script>
    snowplow("newTracker", "sp", "${new URL(collector).origin}", { appId: "${appId}", contexts: { webPage: true } });
    ${plugins.map(([file, ...names]) => `snowplow("addPlugin", "/tracker/${file}.js", ${JSON.stringify(names)});`).join("\n")}
    snowplow("trackPageView");
  </script>
  ${`<script>${isListClick ? asListClick : snippet}</script>`.repeat(runs)}
  <script>${after}
    snowplow("getComponentListGenerator", () => { document.documentElement.dataset.tracks = ""; });
  </script>`;

const tag = await (await fetch(`${collector}page/tag.js`)).text();

// A page of each shape, the tracker's scripts, and nothing else: a link leads nowhere, so that the page stays.
const serve = async (version, folder) => {
  const server = createServer((request, response) => {
    const [, first, name = ""] = request.url.split("/");
    const [type, content] = first === "tag.js" ? ["text/javascript", tag]
      : first === "tracker" ? ["text/javascript", readFileSync(`${folder}/@snowplow/${name.replace(".js", "")}/dist/index.umd.min.js`)]
        : first === "shape" ? ["text/html; charset=utf-8", html(`${version}/${name}`, shapes[name])] : [];
    response.writeHead(content ? 200 : 204, content ? { "content-type": type } : {}).end(content);
  });
  await new Promise(done => server.listen(0, "127.0.0.1", done));
  return server;
};

const visit = async (page, origin, version, name) => {
  // What the tracker sends, until an event that this script adds has its answer, and with it all before it.
  const problems = [];
  const open = new Set();
  let sent = 0;
  let isLast = false;
  let ended;
  const end = new Promise(done => { ended = done; });
  const close = request => open.delete(request) && isLast && open.size === 0 && ended();
  const listeners = {
    pageerror: error => problems.push(error.message),
    console: message => message.type() === "error" && problems.push(message.text()),
    request: request => {
      if (request.url().endsWith("/tp2") && request.method() === "POST") {
        const events = request.postDataJSON().data;
        sent += events.length;
        isLast ||= events.some(event => event.se_ac === "the end");
        open.add(request);
      }
    },
    requestfinished: close,
    requestfailed: request => open.has(request) && problems.push(request.failure().errorText),
  };

  await page.goto(`${origin}/shape/${name}`);
  Object.entries(listeners).forEach(([event, listener]) => page.on(event, listener));
  await page.evaluate(() => loadSnowplow());
  await page.locator("html[data-tracks]").waitFor({ state: "attached" });
  await page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))));
  await shapes[name].act(page, snippet);
  await page.evaluate(() => snowplow("trackStructEvent", { category: "test", action: "the end" }));
  await end;
  Object.entries(listeners).forEach(([event, listener]) => page.off(event, listener));
  await Promise.all(page.context().pages().filter(other => other !== page).map(tab => tab.close()));
  return { appId: `${version}/${name}`, sent, problems };
};

const browser = await chromium.launch({
  executablePath,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
try {
  const visits = [];
  for (const folder of trackers) {
    const { version } = JSON.parse(readFileSync(`${folder}/@snowplow/browser-tracker/package.json`, "utf8"));
    const server = await serve(version, folder);
    const left = Object.keys(shapes);
    const work = async () => {
      const page = await (await browser.newContext()).newPage(); // a visitor of its own
      page.setDefaultTimeout(20_000);
      for (let name; (name = left.shift());) {
        visits.push(await visit(page, `http://127.0.0.1:${server.address().port}`, version, name)
          .catch(error => { throw new Error(`${version}/${name}`, { cause: error }); }));
      }
    };
    await Promise.all(Array.from({ length: visitors }, work));
    server.close();
  }
  console.log(JSON.stringify(visits));
} finally {
  await browser.close();
}
