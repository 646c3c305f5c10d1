// As the tutorial publishes it: a click names no item.
snowplow("startElementTracking", { elements: {
  name: "recommendation-impression", selector: "[data-recommendation-id]",
  expose: { when: "element", minPercentage: .5 }, component: true,
  details: { dataset: ["recommendationId"] },
  contents: { name: "recomendation-item", selector: "[data-item-id]", details: { dataset: ["itemId"] } } } });

snowplow("getComponentListGenerator", function (_, componentGeneratorWithDetail) {
  document.addEventListener("click", function (e) {
    if (e.target.closest("a") && e.target.closest("[data-recommendation-id]")) {
      const target = e.target.closest("a");
      const details = componentGeneratorWithDetail(target);
      snowplow("trackLinkClick", { element: target, context: details });
    }
  }, false);
});
