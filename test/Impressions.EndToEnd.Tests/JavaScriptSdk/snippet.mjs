// Runs README's snippet on pages of many shapes, in a real browser, with two versions of the tracker, and the modules
// of npm as the sandbox's page shows them; then wrong pages and wrong set-ups, for the sandbox to find.
// node snippet.mjs BROWSER COLLECTOR ROOT TRACKER... where ROOT is the repository, TRACKER a folder of npm's packages
// Prints for each page: its app id, how many events its tracker sent, and the errors of its scripts.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { chromium } from "playwright-core";
import { mistakes } from "./mistakes.mjs";
import { npmShapes, shapes } from "./shapes.mjs";

const [, , executablePath, collector, root, ...trackers] = process.argv;
const visitors = 3; // at a time
const patience = 20_000; // ms
const blocks = page => readFileSync(`${root}/${page}`, "utf8").split("```js\n").slice(1).map(block => block.split("```")[0]);
const [snippet, listClick] = blocks("README.md");
const asListClick = snippet.replace(/snowplow\("trackLinkClick".*/, listClick);
const npmForm = blocks("src/Impressions.Sandbox/README.md").find(block => block.includes("newTracker"));

const plugins = [
  ["browser-plugin-element-tracking", "snowplowElementTracking", "SnowplowElementTrackingPlugin"],
  ["browser-plugin-link-click-tracking", "snowplowLinkClickTracking", "LinkClickTrackingPlugin"],
  ["browser-plugin-snowplow-ecommerce", "snowplowEcommerceAccelerator", "SnowplowEcommercePlugin"],
];

const tagPage = (appId, { body, before = "", after = "", runs = 1, isListClick, script, without = [] }) => `<!doctype html><title>${appId}</title>${body}
  <script src="/tag.js"></script>
  <script>${before}</script>
  <script>
    snowplow("newTracker", "sp", "${new URL(collector).origin}", { appId: "${appId}", contexts: { webPage: true } });
    ${plugins.filter(([file]) => !without.includes(file)).map(([file, ...names]) => `snowplow("addPlugin", "/tracker/${file}.js", ${JSON.stringify(names)});`).join("\n")}
    snowplow("trackPageView");
  </script>
  ${`<script>${script ?? (isListClick ? asListClick : snippet)}</script>`.repeat(runs)}
  <script>${after}
    window.theEnd = () => snowplow("trackStructEvent", { category: "test", action: "the end" });
    window.start = async () => {
      await loadSnowplow();
      document.documentElement.dataset.tracks = "";
    };
  </script>`;

// A bundler's work, done by the browser.
const modules = {
  tslib: "tslib/tslib.es6.mjs", uuid: "uuid/dist/esm-browser/index.js",
  ...Object.fromEntries(["browser-tracker", "browser-tracker-core", "tracker-core", ...plugins.map(([name]) => name)]
    .map(name => [`@snowplow/${name}`, `@snowplow/${name}/dist/index.module.js`])),
};
const importMap = { imports: Object.fromEntries(Object.entries(modules).map(([name, path]) => [name, `/npm/${path}`])) };

const npmPage = (appId, { body, before = "" }) => `<!doctype html><title>${appId}</title>${body}
  <script>${before}</script>
  <script type="importmap">${JSON.stringify(importMap)}</script>
  <script type="module">
    import { trackStructEvent } from "@snowplow/browser-tracker";
    ${npmForm.replace("https://collector.example", new URL(collector).origin).replace('appId: "shop"', `appId: "${appId}"`)}
    window.theEnd = () => trackStructEvent({ category: "test", action: "the end" });
    window.start = () => { document.documentElement.dataset.tracks = ""; };
  </script>`;

const tag = await (await fetch(`${collector}page/tag.js`)).text();

const shapeOf = (version, name) => version === "mistakes" ? mistakes[name] : shapes[name];

// A page of each shape, the tracker's scripts, and nothing else: a link leads nowhere, so that the page stays.
const serve = async folder => {
  const answer = url => {
    const [, first, ...rest] = url.split("/");
    const [version, shape] = rest;
    switch (first) {
      case "shape": return ["text/html; charset=utf-8", (version === "npm" ? npmPage : tagPage)(`${version}/${shape}`, shapeOf(version, shape))];
      case "tag.js": return ["text/javascript", tag];
      case "tracker": return ["text/javascript", readFileSync(`${folder}/@snowplow/${version.replace(".js", "")}/dist/index.umd.min.js`)];
      case "npm": return ["text/javascript", readFileSync(`${folder}/${rest.join("/")}`)];
      default: return null;
    }
  };
  const server = createServer((request, response) => {
    const [type, content] = answer(request.url) ?? [];
    response.writeHead(content ? 200 : 204, content ? { "content-type": type } : {}).end(content);
  });
  await new Promise(done => server.listen(0, "127.0.0.1", done));
  return server;
};

const visit = async (page, origin, appId) => {
  const shape = shapeOf(...appId.split("/"));
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

  Object.entries(listeners).forEach(([event, listener]) => page.on(event, listener));
  await page.goto(`${origin}/shape/${appId}`);
  await page.evaluate(() => start());
  await page.locator("html[data-tracks]").waitFor({ state: "attached" });
  await page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))));
  await shape.act(page, snippet);
  await page.evaluate(() => theEnd());
  await Promise.race([end, new Promise((_, late) => setTimeout(late, patience, new Error("not all events were answered")).unref())]);
  Object.entries(listeners).forEach(([event, listener]) => page.off(event, listener));
  await Promise.all(page.context().pages().filter(other => other !== page).map(tab => tab.close()));
  return { appId, sent, problems };
};

const browser = await chromium.launch({
  executablePath,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
try {
  const visits = [];
  for (const folder of trackers) {
    const { version } = JSON.parse(readFileSync(`${folder}/@snowplow/browser-tracker/package.json`, "utf8"));
    const server = await serve(folder);
    const left = Object.keys(shapes).map(name => `${version}/${name}`);
    if (folder === trackers[0]) {
      left.push(...npmShapes.map(name => `npm/${name}`), ...Object.keys(mistakes).map(name => `mistakes/${name}`));
    }
    const work = async () => {
      const page = await (await browser.newContext()).newPage(); // a visitor of its own
      page.setDefaultTimeout(patience);
      for (let appId; (appId = left.shift());) {
        visits.push(await visit(page, `http://127.0.0.1:${server.address().port}`, appId)
          .catch(error => { throw new Error(appId, { cause: error }); }));
      }
    };
    await Promise.all(Array.from({ length: visitors }, work));
    server.close();
  }
  console.log(JSON.stringify(visits));
} finally {
  await browser.close();
}
