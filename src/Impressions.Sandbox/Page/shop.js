// The demonstration shop: a page for /shop, /shop/about and each /shop/products/…, tracked as a shop would do it.
(() => {
  const setting = (name, preset) => localStorage.getItem(`sandbox.${name}`) ?? preset;
  const setup = setting("setup", "recommended");
  const visitor = setting("visitor", "device");
  const trouble = setting("trouble", "none");
  const currency = "EUR";
  const user = "customer-42";
  const shown = 6;

  const element = (name, attributes = {}, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      made.setAttribute(key, value);
    }
    made.append(...children);
    return made;
  };

  const svg = (name, attributes, ...children) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) {
      made.setAttribute(key, value);
    }
    made.append(...children);
    return made;
  };

  // Drawings, on a field of 120 by 90.
  const drawings = {
    headphones: dark => [
      svg("path", { d: "M34 58V48a26 26 0 0 1 52 0v10", fill: "none", stroke: dark, "stroke-width": 6, "stroke-linecap": "round" }),
      svg("rect", { x: 26, y: 50, width: 16, height: 24, rx: 7, fill: dark }),
      svg("rect", { x: 78, y: 50, width: 16, height: 24, rx: 7, fill: dark })],
    earbuds: dark => [
      svg("circle", { cx: 43, cy: 37, r: 13, fill: dark }), svg("rect", { x: 46, y: 38, width: 9, height: 36, rx: 4.5, fill: dark }),
      svg("circle", { cx: 77, cy: 37, r: 13, fill: dark }), svg("rect", { x: 65, y: 38, width: 9, height: 36, rx: 4.5, fill: dark })],
    speaker: dark => [
      svg("rect", { x: 40, y: 16, width: 40, height: 60, rx: 8, fill: dark }),
      svg("circle", { cx: 60, cy: 54, r: 13, fill: "none", stroke: "#ffffffb0", "stroke-width": 3 }),
      svg("circle", { cx: 60, cy: 29, r: 5, fill: "none", stroke: "#ffffffb0", "stroke-width": 3 })],
    soundbar: dark => [
      svg("rect", { x: 14, y: 38, width: 92, height: 20, rx: 10, fill: dark }),
      svg("path", { d: "M26 48h44", stroke: "#ffffffb0", "stroke-width": 4, "stroke-linecap": "round", "stroke-dasharray": "1 7" })],
    turntable: dark => [
      svg("rect", { x: 22, y: 18, width: 76, height: 56, rx: 8, fill: dark }),
      svg("circle", { cx: 52, cy: 46, r: 21, fill: "none", stroke: "#ffffffb0", "stroke-width": 3 }),
      svg("circle", { cx: 52, cy: 46, r: 4, fill: "#ffffffb0" }),
      svg("path", { d: "M86 28v22l-12 10", fill: "none", stroke: "#ffffffb0", "stroke-width": 3, "stroke-linecap": "round" })],
  };

  const picture = product => svg("svg", { viewBox: "0 0 120 90", "aria-hidden": "true" },
    svg("rect", { width: 120, height: 90, fill: `hsl(${product.hue} 55% 90%)` }),
    svg("circle", { cx: 60, cy: 47, r: 38, fill: `hsl(${product.hue} 60% 82%)` }),
    ...drawings[product.kind](`hsl(${product.hue} 45% 32%)`));

  const price = product => `€ ${product.price}`;

  const card = (product, level = "h3") => element("article", { class: "card" },
    element("a", { href: `/shop/products/${product.slug}` },
      picture(product),
      element(level, {}, product.name),
      element("p", { class: "price" }, price(product))));

  const recommendationId = place => ({
    long_recommendation_id: `RID-${place}-0b7c1c52-6f4d-4a6a-8380-506b189ff622-CID-529b19-and-more`,
    no_recommendation_id: "",
  })[trouble] ?? `RID-${place}-506b189ff622-CID-529b19`;

  // The widget: its own element and each item's carry the ids that the tracker reads.
  const widget = (title, place, items) => element("section",
    { class: "widget", "data-recommendation-id": recommendationId(place), "aria-label": title },
    element("h2", {}, title),
    element("div", { class: "grid" }, ...items.slice(0, shown).map(product => {
      const item = card(product);
      if (trouble !== "no_item_ids") {
        item.dataset.itemId = product.id;
      }
      return item;
    })));

  const tracked = (product, more = {}) => ({
    id: trouble === "numeric_product_id" ? Number(product.id.replace(/\D/g, "")) : product.id,
    name: product.name, category: product.kind, price: product.price, currency, ...more,
  });

  const toast = text => {
    document.getElementById("toast").textContent = text;
  };

  const home = () => {
    const list = element("section", { class: "list" }, element("h2", {}, "New arrivals"),
      element("div", { class: "grid" }, ...products.slice(6).map((product, index) => {
        const entry = card(product);
        entry.addEventListener("click", event => {
          if (event.target.closest("a")) {
            snowplow("trackProductListClick", { product: tracked(product, { position: index + 1 }), name: "New arrivals" });
          }
        });
        return entry;
      })));
    return [
      element("section", { class: "hero" }, element("h1", {}, "Sound from the north"),
        element("p", {}, "Headphones and loudspeakers, made to be repaired."),
        element("a", { class: "button", href: "/shop/products/aurora-over-ear", id: "hero-link" }, "See Aurora")),
      widget("Recommended for you", "home", products),
      list,
    ];
  };

  const about = () => [element("section", { class: "text" }, element("h1", {}, "About us"),
    element("p", {}, "We are eleven people in a former cannery, and this shop is made up."),
    element("p", {}, element("a", { href: "/shop" }, "Back to the shop")))];

  // A sample of two seconds, made here: no file, no licence.
  const sample = () => {
    const rate = 8000;
    const count = rate * 2;
    const view = new DataView(new ArrayBuffer(44 + count));
    const text = (at, value) => [...value].forEach((letter, i) => view.setUint8(at + i, letter.charCodeAt(0)));
    text(0, "RIFF"); view.setUint32(4, 36 + count, true); text(8, "WAVEfmt "); view.setUint32(16, 16, true);
    view.setUint16(20, 1, true); view.setUint16(22, 1, true); view.setUint32(24, rate, true); view.setUint32(28, rate, true);
    view.setUint16(32, 1, true); view.setUint16(34, 8, true); text(36, "data"); view.setUint32(40, count, true);
    for (let i = 0; i < count; i++) {
      view.setUint8(44 + i, 128 + 40 * Math.sin(i / rate * 2 * Math.PI * (i < count / 2 ? 440 : 554)) * Math.min(1, (count - i) / 2000));
    }
    return URL.createObjectURL(new Blob([view], { type: "audio/wav" }));
  };

  const player = product => {
    const audio = element("audio", { controls: "", src: sample(), id: "sample" });
    const id = `sample-${product.id}-${Date.now()}`;
    const state = () => ({ id, player: { currentTime: audio.currentTime, duration: audio.duration, ended: audio.ended, paused: audio.paused } });
    audio.addEventListener("loadedmetadata", () => snowplow("startMediaTracking", {
      id, player: { duration: audio.duration, label: product.id, mediaType: "audio" }, boundaries: [25, 50, 75], pings: false }), { once: true });
    audio.addEventListener("play", () => snowplow("trackMediaPlay", state()));
    audio.addEventListener("pause", () => audio.ended || snowplow("trackMediaPause", state()));
    audio.addEventListener("timeupdate", () => snowplow("updateMediaTracking", state()));
    audio.addEventListener("ended", () => snowplow("trackMediaEnd", state()));
    return element("figure", {}, element("figcaption", {}, "How it sounds"), audio);
  };

  const productPage = product => {
    const buy = element("button", { type: "button", class: "button", id: "buy" }, "Buy now");
    buy.addEventListener("click", () => {
      snowplow("trackTransaction", {
        transaction_id: `T-${Date.now()}`, revenue: product.price, currency, payment_method: "card", total_quantity: 1,
        products: [tracked(product, { quantity: 1 })] });
      toast(`Thank you: ${product.name} is on its way.`);
    });
    const add = element("button", { type: "button", class: "button quiet", id: "add" }, "Add to basket");
    add.addEventListener("click", () => {
      snowplow("trackAddToCart", { products: [tracked(product, { quantity: 1 })], total_value: product.price, currency });
      toast(`${product.name} is in your basket.`);
    });
    const others = products.filter(other => other !== product);
    return [
      element("section", { class: "product" }, picture(product),
        element("div", {}, element("h1", {}, product.name), element("p", { class: "price" }, price(product)),
          element("p", {}, product.text), element("p", { class: "actions" }, buy, add), player(product))),
      widget("Customers also looked at", "product", others),
    ];
  };

  const route = () => {
    const slug = location.pathname.split("/shop/products/")[1];
    const product = products.find(found => found.slug === slug);
    return product ? productPage(product) : location.pathname === "/shop/about" ? about() : home();
  };

  const account = document.getElementById("account");
  const showAccount = () => {
    account.textContent = setting("user", "") ? "Sign out" : "Sign in";
  };
  account.addEventListener("click", () => {
    const next = setting("user", "") ? "" : user;
    localStorage.setItem("sandbox.user", next);
    snowplow(...(next ? ["setUserId", next] : ["newSession"]));
    snowplow("trackPageView");
    showAccount();
    toast(next ? `Signed in as ${next}.` : "Signed out.");
  });

  const anonymous = { device: false, anonymous: { withSessionTracking: true }, nobody: true }[visitor];

  const track = async () => {
    await loadSnowplow();
    snowplow("newTracker", "sp", location.origin, {
      appId: "shop", platform: "web", contexts: { webPage: true, session: visitor === "anonymous" }, anonymousTracking: anonymous });
    if (setting("user", "") && !anonymous) {
      snowplow("setUserId", user);
    }
    snowplow("addPlugin", "/tracker/browser-plugin-element-tracking.js", ["snowplowElementTracking", "SnowplowElementTrackingPlugin"]);
    snowplow("addPlugin", "/tracker/browser-plugin-link-click-tracking.js", ["snowplowLinkClickTracking", "LinkClickTrackingPlugin"]);
    snowplow("addPlugin", "/tracker/browser-plugin-snowplow-ecommerce.js", ["snowplowEcommerceAccelerator", "SnowplowEcommercePlugin"]);
    snowplow("addPlugin", "/tracker/browser-plugin-media.js", ["snowplowMedia", "SnowplowMediaPlugin"]);
    const load = () => element("script", { src: `/page/${setup === "published" ? "published" : "recommended"}.js` });
    const script = load();
    script.addEventListener("load", () => {
      if (trouble === "listener_twice") {
        delete window.tracksRecommendations;
        document.body.append(load());
      }
      snowplow("trackPageView");
      const slug = location.pathname.split("/shop/products/")[1];
      const product = products.find(found => found.slug === slug);
      if (product) {
        snowplow("trackProductView", tracked(product));
      }
      if (trouble === "tracked_twice") {
        snowplow("enableLinkClickTracking");
      }
    });
    document.body.append(script);
  };

  showAccount();
  document.getElementById("content").append(...route());
  track().catch(() => {
    window.snowplow = () => {};
    document.documentElement.dataset.tracker = "missing";
  });
})();
