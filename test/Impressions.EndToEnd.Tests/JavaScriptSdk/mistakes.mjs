// Wrong pages and wrong set-ups, for the sandbox to find. `script` is in place of README's snippet; what the live view must
// show of each is in MistakeBrowserTests.cs.
const card = id => `<article data-item-id="${id}"><a href="/products/${id}">Item ${id}</a></article>`;
const cards = ["A-1", "A-2", "A-3"].map(card).join("");
const widget = (content, id = "RID-1") => `<section data-recommendation-id="${id}">${content}</section>`;
const text = found => page => page.getByText(found).click();
const second = text("Item A-2");

const listen = (target = "link", generator = "(_, componentsOf)") => `
  snowplow("getComponentListGenerator", ${generator} => document.addEventListener("click", event => {
    const link = event.target.closest("a");
    if (link && (link.closest("[data-recommendation-id]") || link.querySelector("[data-recommendation-id]")))
      snowplow("trackLinkClick", { element: link, context: componentsOf(${target}) });
  }));`;
const impression = (more = "", name = "recommendation-impression", id = "recommendationId") => `
  { name: "${name}", selector: "[data-recommendation-id], [data-reco-id]", component: true, expose: { when: "element", minPercentage: .5 },
    details: [{ dataset: ["${id}"] }${more}] }`;
const shown = `, widget => ({ shownItems: [...widget.querySelectorAll("[data-item-id]")].map(item => item.dataset.itemId) })`;
const item = `{ name: "recommendation-item", selector: "[data-recommendation-id] [data-item-id]", component: true, expose: false,
  details: { dataset: ["itemId"] } }`;
const start = (...elements) => `snowplow("startElementTracking", { elements: [${elements}] });`;

/** Whatever lies in a recommendation, asked for by the link, with every item shown. */
const loose = start(impression(shown), item) + listen();

export const mistakes = {
  "arrow": { body: widget(`${cards}<a href="#carousel">Next</a>`), script: loose, act: text("Next") },
  "see-all": { body: widget(`${cards}<a href="/recommended">See all</a>`), script: loose, act: text("See all") },
  "card-inside-the-link": {
    body: widget(`<a href="/p/A-2"><article data-item-id="A-1">Item A-1</article><article data-item-id="A-2">Item A-2</article></a>`),
    script: loose, act: second,
  },
  "both-on-one-element": {
    body: `<div data-recommendation-id="RID-1" data-item-id="A-2"><a href="/p">Item A-2</a></div>`, script: loose, act: second,
  },
  "no-item-ids": { body: widget(`<article><a href="/p">Item A-2</a></article>`), script: loose, act: async () => {} },
  "too-many-items": {
    body: widget(Array.from({ length: 60 }, (_, i) => card(`${String(i).padStart(8, "0")}-6f4d-4a6a-8380-506b189ff622`)).join("")),
    script: loose, act: async () => {},
  },
  "item-is-no-component": { body: widget(cards), script: start(impression()) + listen(), act: second },
  "names-without-details": { body: widget(cards), script: start(impression(), item) + listen("link", "componentsOf").replace("componentsOf(link)", "[componentsOf(link)]"), act: second },
  "no-recommendation-id": { body: widget(cards, ""), script: loose, act: second },
  "unfilled-recommendation-id": { body: widget(cards, "null"), script: loose, act: second },
  "unfilled-item-id": { body: widget(`<article data-item-id="undefined"><a href="/p">Item A-2</a></article>`), script: loose, act: second },
  "unfilled-template": { body: widget(`<article data-item-id="{{ item.id }}"><a href="/p">Item A-2</a></article>`), script: loose, act: second },
  "blank-item-id": { body: widget(`<article data-item-id=" "><a href="/p">Item A-2</a></article>`), script: loose, act: second },
  "other-element-name": { body: widget(cards), script: start(impression("", "reco-widget"), item) + listen(), act: second },
  "other-recommendation-attribute": {
    body: widget(cards).replace("section", `section data-reco-id="RID-1"`), script: start(impression("", undefined, "recoId"), item) + listen(), act: second,
  },
  "other-item-attribute": {
    body: widget(cards.replaceAll("data-item-id", "data-product-id")),
    script: start(impression(), item.replace("data-item-id", "data-product-id").replace("itemId", "productId")) + listen(), act: second,
  },
  "listener-twice": { body: widget(cards), script: loose + listen(), act: second },
  "automatic-too": { body: widget(cards), script: `${loose} snowplow("enableLinkClickTracking");`, act: second },
  "list-click-too": {
    body: widget(cards),
    script: `${loose} document.addEventListener("click", () => snowplow("trackProductListClick",
      { product: { id: "A-2", name: "Lamp", category: "lamps", price: 10, currency: "EUR" }, name: "For you" }));`,
    act: second,
  },
  "no-element-tracking": {
    body: widget(cards), script: `snowplow("enableLinkClickTracking");`, without: ["browser-plugin-element-tracking"], act: second,
  },
  "no-link-plugin": {
    body: widget(`<article data-item-id="A-2"><a href="/shape/mistakes/no-link-plugin/A-2">Item A-2</a></article>`),
    script: loose, without: ["browser-plugin-link-click-tracking"],
    act: async page => {
      await second(page);
      await page.waitForURL("**/A-2");
      await page.evaluate(() => start());
    },
  },
};
