// Opens a report's page as a person would see it, wide and narrow, light and dark, and tells what is there.
// node report.mjs BROWSER FILE
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [, , executablePath, file] = process.argv;
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
const told = [];
for (const [width, colorScheme] of [[1100, "light"], [1100, "dark"], [390, "light"]]) {
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
  const problems = [];
  const requests = [];
  page.on("pageerror", error => problems.push(error.message));
  page.on("console", message => problems.push(message.text()));
  page.on("dialog", dialog => { problems.push(dialog.message()); dialog.dismiss(); });
  page.on("request", request => requests.push(request.url()));
  await page.goto(pathToFileURL(file).href);
  for (const summary of await page.locator("summary").all()) await summary.click();
  told.push({
    problems,
    requests: requests.length,
    ...await page.evaluate(() => {
      const bar = row => row.querySelector(".bar rect").getBoundingClientRect();
      const line = row => row.querySelector(".bar path").getBoundingClientRect();
      const widgets = [...document.querySelectorAll("section")].find(section => section.textContent.startsWith("By widget"));
      return {
        mode: document.compatMode,
        fits: document.documentElement.scrollWidth <= innerWidth,
        paper: getComputedStyle(document.body).backgroundColor,
        sections: [...document.querySelectorAll("h2")].map(heading => heading.textContent),
        pictures: [...document.querySelectorAll(".chart svg")].map(svg => svg.getBoundingClientRect().height),
        widgets: [...widgets.querySelectorAll("tbody tr")].map(row => ({
          name: row.querySelector("th").textContent,
          bar: bar(row).width,
          low: line(row).left - bar(row).left,
          high: line(row).right - bar(row).left,
        })),
      };
    }),
  });
}
await browser.close();
console.log(JSON.stringify(told));
