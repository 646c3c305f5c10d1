// Shapes that a shop's page can have, and what its visitor does there. What must come of each is in
// SnippetBrowserTests.cs. `body` is the page's HTML, `before` and `after` are scripts around README's snippet.
const card = (id, more = "") => `<article data-item-id="${id}"><a href="/products/${id}">Item ${id}</a>${more}</article>`;
const cards = ["A-1", "A-2", "A-3"].map(id => card(id)).join("");
const widget = (content, id = "RID-1") => `<section data-recommendation-id="${id}">${content}</section>`;
const second = page => page.locator("[data-item-id='A-2'] a").click();
const shadow = (host, html) => `
  const root = document.querySelector("${host}").attachShadow({ mode: "open" });
  root.innerHTML = ${JSON.stringify(html)};`;

/** Those that are also visited with the modules of npm. */
export const npmShapes = [
  "plain", "middle-button", "carousel-arrow", "card-inside-the-link", "both-on-one-element", "stops-propagation",
  "shadow-root-of-the-card", "sixty-items", "widget-is-replaced"];

export const shapes = {
  "plain": { body: widget(cards), act: second },
  "keyboard": { body: widget(cards), act: page => page.locator("[data-item-id='A-2'] a").press("Enter") },
  "middle-button": { body: widget(cards), act: page => page.locator("[data-item-id='A-2'] a").click({ button: "middle" }) },
  "right-button": { body: widget(cards), act: page => page.locator("[data-item-id='A-2'] a").click({ button: "right" }) },
  "control-click": { body: widget(cards), act: page => page.locator("[data-item-id='A-2'] a").click({ modifiers: ["Control"] }) },

  // Links of a widget that are no item.
  "carousel-arrow": {
    body: widget(`<div id="carousel">${cards}<a href="#carousel" role="button" data-bs-slide="next">Next</a></div>`),
    act: page => page.getByText("Next").click(),
  },
  "see-all": { body: widget(`${cards}<a href="/recommended">See all</a>`), act: page => page.getByText("See all").click() },
  "vendor": { body: widget(`<a href="/brands/fjell">Fjell</a>${cards}`), act: page => page.getByText("Fjell").click() },
  "see-all-on-a-products-page": {
    body: `<main data-item-id="P-9"><h1>Lamp</h1>${widget(`${cards}<a href="/recommended">See all</a>`)}</main>`,
    act: page => page.getByText("See all").click(),
  },
  "unrelated-link": { body: `<a href="/about">About</a>${widget(cards)}`, act: page => page.getByText("About").click() },
  "button-in-the-card": {
    body: widget(card("A-1") + card("A-2", "<button type=button>Add to basket</button>")),
    act: page => page.getByText("Add to basket").click(),
  },
  "beside-the-link": { body: widget(card("A-1", "<p>In stock</p>")), act: page => page.getByText("In stock").click() },
  "click-on-document": {
    body: widget(cards),
    act: page => page.evaluate(() => document.dispatchEvent(new MouseEvent("click", { bubbles: true, composed: true }))),
  },
  "svg-link": {
    body: widget(`<article data-item-id="A-1"><svg width=60 height=30><a href="/x"><rect width=60 height=30 /></a></svg></article>`),
    act: page => page.locator("rect").click(),
  },

  // Where item, link and recommendation stand.
  "card-inside-the-link": {
    body: widget(["A-1", "A-2"].map(id => `<a href="/p"><article data-item-id="${id}">Item ${id}</article></a>`).join("")),
    act: page => page.getByText("Item A-2").click(),
  },
  "link-is-the-item": {
    body: widget(["A-1", "A-2"].map(id => `<a href="/p" data-item-id="${id}">Item ${id}</a>`).join("")),
    act: page => page.getByText("Item A-2").click(),
  },
  "both-on-one-element": {
    body: ["A-1", "A-2", "A-3"].map(id => `<div data-recommendation-id="RID-1" data-item-id="${id}"><a href="/p">Item ${id}</a></div>`).join(""),
    act: page => page.getByText("Item A-2").click(),
  },
  "banner-in-a-link": {
    body: `<a href="/p"><div data-recommendation-id="RID-1" data-item-id="A-2"><b>Lamp of the week</b></div></a>`,
    act: page => page.getByText("Lamp of the week").click(),
  },
  "picture-in-the-link": {
    body: widget(`${card("A-1")}<article data-item-id="A-2"><a href="/p"><svg width=60 height=30><rect width=60 height=30 /></svg></a></article>`),
    act: page => page.locator("rect").click(),
  },
  "link-without-href": {
    body: widget(`${card("A-1")}<article data-item-id="A-2"><a role="link" tabindex=0>Item A-2</a></article>`),
    act: page => page.getByText("Item A-2").click(),
  },
  "quick-view": {
    body: widget(card("A-1") + card("A-2", `<a href="#quick-view" role="button">Quick view</a>`)),
    act: page => page.getByText("Quick view").click(),
  },
  "new-tab": {
    body: widget(`${card("A-1")}<article data-item-id="A-2"><a href="/p" target="_blank">Item A-2</a></article>`),
    act: page => page.getByText("Item A-2").click(),
  },
  "on-a-products-page": {
    body: `<main data-item-id="P-9"><h1>Lamp</h1>${widget(cards)}</main>`, act: second,
  },
  "variant-in-the-card": {
    body: widget(card("A-1") + card("A-2", `<ul><li data-item-id="A-2-red"><a href="/p?colour=red">Red</a></li></ul>`)),
    act: page => page.getByText("Red").click(),
  },
  "cloned-slides": { body: widget(cards + cards), act: page => page.locator("[data-item-id='A-2'] a").last().click() },
  "same-item-in-two-widgets": {
    body: widget(cards) + widget(cards, "RID-2"), act: page => page.locator("[data-item-id='A-2'] a").last().click(),
  },
  "widget-in-a-widget": {
    body: widget(card("B-1") + widget(cards, "RID-2")), act: second,
  },
  "odd-characters": {
    body: widget(`<article data-item-id='Ä "2" / 日本'><a href="/p">Item</a></article>`), act: page => page.getByText("Item").click(),
  },
  "sixty-items": {
    body: widget(Array.from({ length: 60 }, (_, i) => card(`${String(i).padStart(8, "0")}-6f4d-4a6a-8380-506b189ff622`)).join("")),
    act: page => page.locator("[data-item-id] a").nth(40).click(),
  },

  // What the page's own scripts do.
  "stops-propagation": {
    body: widget(cards),
    before: `document.querySelector("section").addEventListener("click", event => event.stopPropagation());`,
    act: second,
  },
  "stops-at-document": {
    body: widget(cards),
    before: `document.addEventListener("click", event => event.stopImmediatePropagation(), true);`,
    act: second,
  },
  "prevents-default": {
    body: widget(cards),
    before: `document.querySelector("section").addEventListener("click", event => { event.preventDefault(); history.pushState({}, "", "/p"); });`,
    act: second,
  },
  "removes-the-card": {
    body: widget(cards),
    before: `document.addEventListener("click", event => event.target.closest("article")?.remove(), true);`,
    act: second,
  },
  "widget-comes-later": {
    body: "<main></main>",
    after: `document.querySelector("main").innerHTML = ${JSON.stringify(widget(cards))};`,
    act: second,
  },
  "recommendation-changes": {
    body: widget(cards),
    act: async page => {
      await page.locator("section").evaluate(section => { section.dataset.recommendationId = "RID-2"; });
      await second(page);
    },
  },

  "widget-is-replaced": {
    body: `<main>${widget(cards)}</main>`,
    act: async page => {
      await page.locator("main").evaluate((main, html) => { main.innerHTML = html; }, widget(cards, "RID-2"));
      await second(page);
    },
  },

  // Shadow roots.
  "shadow-root-around-the-widget": { body: "<shop-widgets></shop-widgets>", before: shadow("shop-widgets", widget(cards)), act: second },
  "shadow-root-of-the-card": {
    body: widget(`${card("A-1")}<shop-card data-item-id="A-2"></shop-card>`),
    before: shadow("shop-card", `<a href="/p">Item A-2</a>`),
    act: page => page.getByText("Item A-2").click(),
  },
  "cards-in-slots": {
    body: `<shop-row data-recommendation-id="RID-1">${cards}</shop-row>`, before: shadow("shop-row", "<div><slot></slot></div>"), act: second,
  },

  // How the snippet is used.
  "runs-twice": { body: widget(cards), runs: 2, act: second },
  "runs-again-after-a-route": {
    body: widget(cards),
    act: async (page, snippet) => {
      await page.evaluate(script => { history.pushState({}, "", "/next"); (0, eval)(script); }, snippet);
      await second(page);
    },
  },
  "list-click-instead": {
    body: widget(cards),
    before: `window.product = { id: "A-2", name: "Lamp", category: "lamps", price: 10, currency: "EUR" };`,
    isListClick: true,
    act: second,
  },
};
