// What the README recommends.
snowplow("addPlugin", "/tracker/browser-plugin-element-tracking.js",
  ["snowplowElementTracking", "SnowplowElementTrackingPlugin"]);
snowplow("addPlugin", "/tracker/browser-plugin-link-click-tracking.js",
  ["snowplowLinkClickTracking", "LinkClickTrackingPlugin"]);

snowplow("startElementTracking", { elements: [
  { name: "recommendation-impression", selector: "[data-recommendation-id]", component: true,
    expose: { when: "element", minPercentage: .5 },
    details: [
      { dataset: ["recommendationId"] },
      widget => ({ shownItems: [...widget.querySelectorAll("[data-item-id]")].map(item => item.dataset.itemId) }) ] },
  { name: "recommendation-item", selector: "[data-recommendation-id] [data-item-id]", component: true,
    expose: false, details: { dataset: ["itemId"] } } ] });

snowplow("getComponentListGenerator", (_, componentsOf) =>
  document.addEventListener("click", event => {
    const link = event.target.closest("a");
    if (link && link.closest("[data-recommendation-id]"))
      snowplow("trackLinkClick", { element: link, context: componentsOf(link) });
  }));
