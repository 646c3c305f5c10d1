// snowplow("function", …) over the tracker's own builds: calls wait in order while a plugin is being loaded.
(() => {
  const apis = [];
  const waiting = [];
  let isLoading = false;

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
  };

  const call = (name, args) => {
    if (name === "addPlugin") {
      return addPlugin(...args);
    }

    const api = apis.find(found => typeof found[name] === "function");
    if (!api) {
      console.error(`snowplow has no function ${name}`);
      return undefined;
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
    if (isLoading || name === "addPlugin") {
      waiting.push([name, args]);
      if (!isLoading) {
        work();
      }
    } else {
      call(name, args); // at once: the page may be about to go
    }
  };

  window.loadSnowplow = async () => {
    await load("/tracker/browser-tracker.js");
    apis.push(window.snowplowBrowserTracking);
  };
})();
