// snowplow("function", …) over the tracker's own builds: calls wait in order while a plugin is being loaded, and those
// of a plugin that is not there yet wait for it.
(() => {
  const apis = [];
  const waiting = [];
  const early = [];
  let isLoading = true; // until there is a tracker

  const load = url => new Promise((done, failed) => {
    const script = document.createElement("script");
    script.onload = done;
    script.onerror = () => failed(new Error(`${url} cannot be loaded`));
    script.src = url;
    document.head.append(script);
  });

  const addPlugin = async (url, [name, constructor]) => {
    await load(url);
    apis.push(window[name]);
    apis[0].addPlugin({ plugin: window[name][constructor]() });
    early.splice(0).forEach(found => call(...found));
  };

  const call = (name, args) => {
    if (name === "addPlugin") {
      return addPlugin(...args);
    }

    const api = apis.find(found => typeof found[name] === "function");
    if (!api) {
      return void early.push([name, args]);
    }

    return void api[name](...args);
  };

  const work = async () => {
    isLoading = true;
    try {
      while (waiting.length > 0) {
        await call(...waiting.shift());
      }
    } finally {
      isLoading = false;
    }
  };

  window.snowplow = (name, ...args) => {
    if (isLoading) {
      waiting.push([name, args]);
    } else if (name === "addPlugin") {
      waiting.push([name, args]);
      work();
    } else {
      call(name, args); // at once: the page may be about to go
    }
  };

  window.loadSnowplow = async () => {
    await load("/tracker/browser-tracker.js");
    apis.push(window.snowplowBrowserTracking);
    await work();
  };
})();
