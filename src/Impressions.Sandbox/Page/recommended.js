if (!window.tracksRecommendations) { // a second run adds nothing
  const items = "[data-recommendation-id] [data-item-id], [data-recommendation-id][data-item-id]";

  snowplow("startElementTracking", { elements: [
    { name: "recommendation-impression", selector: "[data-recommendation-id]", component: true,
      expose: { when: "element", minPercentage: .5 },
      details: [
        { dataset: ["recommendationId"] }, // which recommendation
        widget => ({ shownItems: [...widget.querySelectorAll("[data-item-id]")]
          .slice(0, 25).map(item => item.dataset.itemId) }) ] }, // what was on view; Personalize takes 25 items
    { name: "recommendation-item", selector: items, component: true, expose: false,
      details: { dataset: ["itemId"] } } ] }); // which item

  snowplow("getComponentListGenerator", (_, componentsOf) => {
    const track = event => {
      const path = event.composedPath(); // what was clicked and all around it, through open shadow roots
      const item = path.find(node => node.matches?.(items));
      const link = path.find(node => node instanceof HTMLAnchorElement);
      if (item && link && event.button < 2) // left or middle
        snowplow("trackLinkClick", { element: link, context: componentsOf(item) });
    };
    addEventListener("click", track, true); // in the capture phase: no widget can stop the event before
    addEventListener("auxclick", track, true); // the middle button
  });

  window.tracksRecommendations = true;
}
