// Does in the sandbox's page, in a real browser, what one scenario says, and tells what the live view then shows.
// node shop.mjs BROWSER URL SCENARIO [FOLDER FOR PICTURES]
import { createServer } from "node:http";
import { chromium } from "playwright-core";

const [, , executablePath, url, scenario, folder] = process.argv;
const patience = 30_000;
const quiet = 600;

const browser = await chromium.launch({
  executablePath,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--autoplay-policy=no-user-gesture-required"],
});
const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: "reduce" });
const page = await context.newPage();
page.setDefaultTimeout(patience);
const problems = [];
page.on("pageerror", error => problems.push(error.message));
page.on("console", message => message.type() === "error" && problems.push(message.text()));

const shop = page.frameLocator("#shop");
const rows = (name, fate) => page.locator(`#events > li[data-name="${name}"]${fate ? `[data-fate="${fate}"]` : ""}`);
const arrived = (name, fate, count = 1) => rows(name, fate).nth(count - 1).waitFor();
const third = () => shop.locator("[data-item-id]").nth(2).locator("a");
const loading = async act => {
  const before = await rows("page_view").count();
  await act();
  await arrived("page_view", undefined, before + 1);
};
const choose = (name, value) => loading(() => page.locator(`select[name=${name}]`).selectOption(value));
const open = async () => {
  await page.goto(url);
  await arrived("expose_element", "skipped");
};
const goTo = path => loading(() =>
  page.locator("#shop").evaluate((frame, to) => { frame.contentWindow.location.assign(to); }, path));
const publish = async () => {
  await loading(() => page.getByLabel("As published").check());
  await arrived("expose_element", "skipped", 2);
};

const play = async fate => {
  await goTo("/shop/products/tundra-studio");
  await arrived("snowplow_ecommerce_action", "sent");
  await shop.locator("#sample").evaluate(audio => { audio.muted = true; return audio.play(); });
  await arrived("play_event", fate);
  await arrived("end_event", fate);
};

const scenarios = {
  expose: async () => {},

  click: async () => {
    await third().click();
    await arrived("link_click", "sent");
    await arrived("snowplow_ecommerce_action", "sent");
  },

  keyboard: async () => {
    await third().focus();
    await third().press("Enter");
    await arrived("link_click", "sent");
    await arrived("snowplow_ecommerce_action", "sent");
    const summary = rows("link_click", "sent").locator("summary.row");
    await summary.focus();
    await summary.press("Enter");
    await page.getByText("1 interaction").first().waitFor();
  },

  "unrelated-link": async () => {
    await shop.locator("#about").click();
    await shop.getByRole("heading", { name: "About us" }).waitFor();
    await arrived("page_view", "skipped", 2);
  },

  "product-view": async () => {
    await goTo("/shop/products/cairn-speaker");
    await arrived("snowplow_ecommerce_action", "sent");
  },

  clear: async () => {
    await page.getByRole("button", { name: "Clear" }).click();
    await page.locator("#empty").waitFor();
    await goTo("/shop/products/cairn-speaker");
    await arrived("snowplow_ecommerce_action", "sent");
    await page.locator("#metrics").getByText("1", { exact: true }).first().waitFor();
  },

  "list-click": async () => {
    await shop.locator(".list .card a").nth(1).click();
    await arrived("snowplow_ecommerce_action", "sent", 2);
  },

  purchase: async () => {
    await goTo("/shop/products/pebble-buds");
    await arrived("snowplow_ecommerce_action", "sent");
    await shop.locator("#buy").click();
    await arrived("snowplow_ecommerce_action", "sent", 2);
  },

  login: async () => {
    await goTo("/shop/products/pebble-buds");
    await arrived("snowplow_ecommerce_action", "sent");
    await shop.locator("#account").click();
    await arrived("page_view", "skipped", 3);
    await goTo("/shop/products/sleet-sport");
    await arrived("snowplow_ecommerce_action", "sent", 2);
  },

  media: () => play("skipped"),

  "media-sent": () => play("sent"),

  anonymous: async () => {
    await choose("visitor", "anonymous");
    await goTo("/shop/products/pebble-buds");
    await arrived("snowplow_ecommerce_action", "sent");
  },

  nobody: async () => {
    await choose("visitor", "nobody");
    await goTo("/shop/products/pebble-buds");
    await arrived("snowplow_ecommerce_action", "skipped");
  },

  // The collector has the click, but its answer comes too late: the tracker sends it again from the next page.
  resend: async () => {
    let isFirst = true;
    await page.route("**/com.snowplowanalytics.snowplow/tp2", async route => {
      if (!isFirst) {
        return route.continue();
      }
      isFirst = false;
      const response = await route.fetch();
      await arrived("page_view", "skipped", 2);
      return route.fulfill({ response }).catch(() => {});
    });
    await third().click();
    await arrived("link_click", "sent");
    await arrived("link_click", "skipped");
    await arrived("snowplow_ecommerce_action", "sent");
  },

  published: async () => {
    await publish();
    await third().click();
    await arrived("link_click", "skipped");
    await arrived("snowplow_ecommerce_action", "sent");
  },

  "tracked-twice": async () => {
    await choose("trouble", "tracked_twice");
    await third().click();
    await arrived("link_click", "sent");
    await arrived("link_click", "skipped");
    await arrived("snowplow_ecommerce_action", "sent");
  },

  "listener-twice": async () => {
    await choose("trouble", "listener_twice");
    await third().click();
    await arrived("link_click", "sent", 2);
    await arrived("snowplow_ecommerce_action", "sent");
  },

  "no-item-ids": async () => {
    await choose("trouble", "no_item_ids");
    await arrived("expose_element", "skipped", 2);
  },

  "no-recommendation-id": async () => {
    await choose("trouble", "no_recommendation_id");
    await third().click();
    await arrived("link_click", "skipped");
    await arrived("snowplow_ecommerce_action", "sent");
  },

  "long-recommendation-id": async () => {
    await choose("trouble", "long_recommendation_id");
    await third().click();
    await arrived("link_click", "sent");
    await arrived("snowplow_ecommerce_action", "sent");
  },

  "numeric-id": async () => {
    await choose("trouble", "numeric_product_id");
    await goTo("/shop/products/pebble-buds");
    await arrived("snowplow_ecommerce_action", "bad_row");
  },

  // A page of another origin lets its tracker collect here, twice.
  "own-site": async () => {
    const site = createServer((_, response) => response.setHeader("content-type", "text/html").end(`
      <script src="${url}tracker/browser-tracker.js"></script>
      <script>
        snowplowBrowserTracking.newTracker("sp", "${new URL(url).origin}", { appId: "own-site" });
        snowplowBrowserTracking.trackPageView();
      </script>`));
    await new Promise(done => site.listen(0, "127.0.0.1", done));
    const own = await context.newPage();
    for (const visit of [1, 2]) {
      await own.goto(`http://127.0.0.1:${site.address().port}/?visit=${visit}`);
      await arrived("page_view", "skipped", 1 + visit);
    }
    await own.close();
    site.close();
  },

  // One visitor after another, each with a journey of one item to its purchase: see ConversionBrowserTests.
  journeys: async () => {
    const card = id => shop.locator(`[data-item-id="${id}"] a`);
    let sent = 0;
    const acts = async (act, count = 1) => {
      await act();
      await rows("snowplow_ecommerce_action", "sent").nth((sent += count) - 1).waitFor();
    };
    const clicks = id => acts(() => card(id).click()); // leads to the product's page
    const visits = slug => acts(() => goTo(`/shop/products/${slug}`));
    const buys = () => acts(() => shop.locator("#buy").click());
    const puts = () => acts(() => shop.locator("#add").click());
    const arrives = async () => {
      await page.locator("#shop").evaluate(frame => frame.contentWindow.localStorage.removeItem("sandbox.user"));
      await context.clearCookies();
      await goTo("/shop");
    };
    const walks = [
      async () => { await clicks("HP-124"); await puts(); await buys(); }, // bought
      async () => { // login between
        await clicks("HP-101");
        await loading(() => shop.locator("#account").click());
        await buys();
      },
      async () => { // two widgets with one item: on the front page, then beside another product
        await clicks("EB-203");
        await visits("cairn-speaker");
        await clicks("EB-203");
        await buys();
      },
      async () => { await visits("tundra-studio"); await buys(); }, // no click
      async () => { await clicks("HP-118"); await visits("sleet-sport"); await buys(); }, // click of another item
      async () => { // purchase before the click
        await visits("cairn-speaker");
        await buys();
        await goTo("/shop");
        await clicks("SP-302");
      },
    ];
    for (const walk of walks) {
      await arrives();
      await walk();
    }
  },

  // A visit with something of everything.
  visit: async () => {
    await third().click();
    await arrived("snowplow_ecommerce_action", "sent");
    await shop.locator("#buy").click();
    await arrived("snowplow_ecommerce_action", "sent", 2);
    await shop.locator("#account").click();
    await arrived("page_view", "skipped", 3);
    await goTo("/shop");
    await shop.locator(".list .card a").nth(2).click();
    await arrived("snowplow_ecommerce_action", "sent", 4);
  },

  pictures: async () => {
    await publish();
    await third().click();
    await arrived("link_click", "skipped");
    await arrived("snowplow_ecommerce_action", "sent");
    await loading(() => page.getByLabel("Recommended", { exact: true }).check());
    await third().click();
    await arrived("link_click", "sent");
    await arrived("snowplow_ecommerce_action", "sent", 2);
    await goTo("/shop");
    await settled();
    await page.getByLabel("Selected").check();
    await rows("link_click", "skipped").last().locator("summary.row").click();
    for (const [name, colorScheme, width, height] of [["light", "light", 1280, 740], ["dark", "dark", 1280, 740], ["narrow", "light", 420, 900]]) {
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: `${folder}/${name}.png`, fullPage: name === "narrow" });
    }
  },
};

// Everything has its fate, and nothing more comes.
const settled = async () => {
  for (let before = -1; ;) {
    const now = await page.locator("#events > li").count();
    if (now === before && await page.locator('#events > li[data-fate="pending"]').count() === 0) {
      return;
    }
    before = now;
    await page.waitForTimeout(quiet);
  }
};

try {
  await open();
  await scenarios[scenario]();
  await settled();
  const shown = await page.locator("#events > li").evaluateAll(all => all.reverse().map(row => ({
    name: row.dataset.name, fate: row.dataset.fate, lines: [...row.querySelectorAll(".row > .line")].map(line => line.textContent) })));
  console.log(JSON.stringify({ shown, problems }));
} catch (error) {
  console.error(await page.locator("#events").innerText().catch(() => ""), problems);
  throw error;
} finally {
  await browser.close();
}
