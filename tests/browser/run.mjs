// Opens pages of the dashboard in Chromium and uses them as people do.
//
//     node run.mjs MODULES CHROMIUM PAGES
//
// MODULES has playwright-core and axe-core (`make browser`), PAGES has small.html, evil.html and large.html, which
// tests/all/dashboard/model.rs makes up. Screenshots and times are left in PAGES.

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [modules, executablePath, pages] = process.argv.slice(2);
const require = createRequire(path.join(modules, "package.json"));
const { chromium } = require("playwright-core");
const axe = require("axe-core").source;

// Chromium's sandbox needs rights that root in a container has not.
const args = process.getuid() === 0 ? ["--no-sandbox"] : [];
const browser = await chromium.launch({ executablePath, args });
const said = [];
const say = (line) => said.push(line) && console.log(line);

const address = (name, fragment = "") => `${pathToFileURL(path.join(pages, `${name}.html`))}${fragment}`;

// Opens a page, lets a test use it, and then demands that nothing was said, asked for or run that should not be.
async function on(name, options, test) {
  const { fragment, ...others } = options;
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...others });
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  const faults = [];
  page.on("console", (message) => faults.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => faults.push(`error: ${error.stack}`));
  page.on("dialog", (dialog) => { faults.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on("request", (request) => {
    const isPage = request.isNavigationRequest() && request.url().startsWith(address(name));
    if (!isPage) faults.push(`request: ${request.url()}`);
  });
  // What the policy of the page forbids is an event even where the console says nothing.
  await page.addInitScript(() => {
    window.violations = [];
    addEventListener("securitypolicyviolation", (event) => window.violations.push(`${event.violatedDirective} ${event.blockedURI}`), true);
  });
  await page.goto(address(name, fragment));
  await test(page);
  if (others.javaScriptEnabled !== false) faults.push(...await page.evaluate(() => window.violations));
  assert.deepEqual(faults, [], `${name}: ${JSON.stringify(others)}`);
  await context.close();
}

const rows = (page) => page.locator("table.principals tbody tr");
const names = (page) => page.locator("table.principals tbody a.open").allTextContents();
const head = (page, label) => page.locator("table.principals thead").getByRole("button", { name: label, exact: true });
const sorted = (page, label) => head(page, label).locator("xpath=..").getAttribute("aria-sort");
const found = (page) => page.locator(".found").textContent();
const shot = (page, name) => page.screenshot({ path: path.join(pages, `${name}.png`) });

// What axe-core finds that is serious or critical.
async function judged(page, what) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document));
  const bad = violations.filter((one) => ["serious", "critical"].includes(one.impact));
  const told = bad.map((one) => `${one.id}: ${one.nodes.map((node) => `${node.html} ${node.failureSummary}`).join("\n")}`);
  assert.deepEqual(told, [], what);
  const others = violations.map((one) => `${one.id} (${one.impact})`);
  say(`axe: ${what}: nothing serious${others.length > 0 ? `; ${others.join(", ")}` : ""}`);
}

const TESTS = {
  async "a page shows the numbers, and sorts by each column"() {
    await on("small", {}, async (page) => {
      assert.deepEqual(await page.locator(".figure .big").allTextContents(), ["3", "4", "+1", "2"]);
      assert.equal(await rows(page).count(), 5);
      assert.equal(await sorted(page, "Unused actions"), "descending");
      assert.deepEqual((await names(page)).slice(0, 3), ["idle", "orders", "alice"]);
      await head(page, "Principal").click();
      const rising = await names(page);
      assert.deepEqual(rising, [...rising].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)));
      assert.equal(await sorted(page, "Principal"), "ascending");
      assert.equal(await sorted(page, "Unused actions"), null);
      await head(page, "Principal").press("Enter");
      assert.deepEqual(await names(page), rising.reverse());
      assert.equal(await sorted(page, "Principal"), "descending");
      // What was never used comes first, what is not known last, either way.
      await head(page, "Days since use").click();
      assert.deepEqual((await names(page)).slice(0, 1), ["idle"]);
      await head(page, "Days since use").click();
      assert.equal((await names(page)).indexOf("idle"), 2);
      assert.deepEqual((await names(page)).slice(3).sort(), ["AWSServiceRoleForSupport", "gone"]);
    });
  },

  async "filters let through what they say, and are in the address"() {
    await on("small", {}, async (page) => {
      await page.getByLabel("Finding", { exact: true }).selectOption("UnusedIAMRole");
      assert.deepEqual(await names(page), ["idle"]);
      assert.equal(await found(page), "1 of 5 principals");
      assert.match(page.url(), /#type=UnusedIAMRole$/);
      await page.getByRole("button", { name: "Clear filters" }).click();
      assert.equal(await found(page), "5 principals");
      for (const [label, value, expected] of [
        ["Account", "444455556666", ["alice", "gone"]],
        ["Kind", "user", ["alice", "gone"]],
        ["Status", "excluded", ["AWSServiceRoleForSupport"]],
        ["Verdict", "proved", ["orders"]],
      ]) {
        await page.getByLabel(label, { exact: true }).selectOption(value);
        assert.deepEqual(await names(page), expected, label);
        await page.getByLabel(label, { exact: true }).selectOption("");
      }
      await page.evaluate(() => document.activeElement.blur());
      await page.keyboard.press("/");
      await page.keyboard.type("TEAM ord");
      assert.deepEqual(await names(page), ["orders"]);
      await page.waitForURL(/#q=TEAM\+ord$/);
      await page.keyboard.type("nothing is called this");
      assert.equal(await rows(page).count(), 0);
      assert.ok(await page.getByText("No principal is like this").isVisible());
      await page.getByLabel("Search", { exact: true }).fill("akiaalice");
      assert.deepEqual(await names(page), ["alice"]);
    });
    await on("small", { fragment: "#kind=role&sort=name&q=e" }, async (page) => {
      assert.deepEqual(await names(page), ["AWSServiceRoleForSupport", "idle", "orders"]);
      assert.equal(await page.getByLabel("Search", { exact: true }).inputValue(), "e");
      await page.getByRole("link", { name: "Unused permissions" }).click();
      assert.deepEqual(await names(page), ["orders"]);
      await page.waitForFunction(() => document.activeElement.id === "principals");
      await page.goBack();
      assert.equal(await rows(page).count(), 3);
    });
  },

  async "a principal is opened, read and closed by keyboard"() {
    await on("small", {}, async (page) => {
      const first = page.locator("a.open").first();
      await first.focus();
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      const dialog = page.getByRole("dialog", { name: "orders" });
      await dialog.waitFor();
      assert.match(page.url(), /#principal=arn%3Aaws%3Aiam%3A%3A111122223333%3Arole%2Fteam%2Forders$/);
      const text = await dialog.innerText();
      for (const part of ["UNUSED PERMISSIONS", "PROVED", "no-escalation", "-    \"sqs:*\"", "Orders-pared", "5feceb66", "does not cover all of the period"]) {
        assert.ok(text.toUpperCase().includes(part.toUpperCase()), part);
      }
      assert.equal(await dialog.getByRole("link", { name: "diff #1?.txt" }).getAttribute("href"), "./principals/orders/diff%20%231%3F.txt");
      const service = dialog.getByRole("button", { name: "sqs" });
      await service.focus();
      await page.keyboard.press("Enter");
      assert.equal(await service.getAttribute("aria-expanded"), "true");
      assert.ok(await dialog.getByText("TagQueue").isVisible());
      await judged(page, "a principal");
      await shot(page, "principal");
      // The order of the table leads on to the next.
      await dialog.getByRole("link", { name: "Next" }).press("Enter");
      await page.getByRole("dialog", { name: "alice" }).waitFor();
      assert.ok((await page.getByRole("dialog").innerText()).includes("used in emergencies"));
      await page.keyboard.press("Escape");
      assert.equal(await page.getByRole("dialog").count(), 0);
      await page.waitForFunction(() => !location.hash.includes("principal="));
      // Where one came from has the focus again.
      assert.equal(await page.evaluate(() => document.activeElement.textContent), "orders");
    });
    await on("small", { fragment: "#principal=arn%3Aaws%3Aiam%3A%3A444455556666%3Auser%2Fgone" }, async (page) => {
      await page.getByRole("dialog", { name: "gone" }).waitFor();
      assert.ok((await page.getByRole("dialog").innerText()).includes("an earlier analysis found something about it"));
      await page.getByRole("button", { name: "Close" }).click();
      assert.equal(await page.getByRole("dialog").count(), 0);
    });
  },

  async "axe-core finds nothing serious, in light and dark, wide and narrow"() {
    for (const colorScheme of ["light", "dark"]) {
      for (const width of [1440, 420]) {
        await on("small", { colorScheme, viewport: { width, height: 900 } }, async (page) => {
          await judged(page, `${colorScheme}, ${width} wide`);
          await shot(page, `small-${colorScheme}-${width}`);
          const spill = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          assert.ok(spill <= 0, `the page is ${spill} wider than the window`);
        });
      }
      await on("small", { colorScheme, fragment: "#principal=arn%3Aaws%3Aiam%3A%3A111122223333%3Arole%2Fteam%2Forders" }, (page) => judged(page, `a principal, ${colorScheme}`));
    }
  },

  async "names that look like markup are text everywhere, and nothing of them runs"() {
    await on("evil", {}, async (page) => {
      assert.equal(await page.locator("img").count(), 0);
      const before = await page.locator("script").count();
      assert.equal(before, 2);
      const all = await page.locator("a.open").count();
      assert.equal(all, 5);
      for (let at = 0; at < all; at += 1) {
        await page.locator("a.open").nth(at).click();
        const dialog = page.getByRole("dialog");
        await dialog.waitFor();
        for (const button of await dialog.locator("button.fold").all()) await button.click();
        const text = await dialog.innerText();
        assert.ok(text.includes("<img src=x onerror="), text);
        assert.ok(text.includes("\\u{202e}") && !text.includes("\u202e"), "nothing turns the order of what follows");
        for (const link of await dialog.locator("a.file").all()) {
          assert.match(await link.getAttribute("href"), /^\.\/(principals\/[^:/]*\/[^:/]*|principals\.jsonl)$/);
        }
        if (at === 0) await shot(page, "evil");
        await page.keyboard.press("Escape");
      }
      assert.equal(await page.locator("img").count(), 0);
      assert.equal(await page.locator("script").count(), before);
      // Filtered by such a name, too.
      const account = await page.getByLabel("Account", { exact: true }).locator("option").nth(1).getAttribute("value");
      await page.getByLabel("Account", { exact: true }).selectOption(account);
      assert.ok((await rows(page).count()) > 0);
      const address = page.url();
      await page.reload();
      assert.equal(page.url(), address);
      assert.equal(await page.getByLabel("Account", { exact: true }).inputValue(), account);
    });
  },

  async "without script the summary can be read"() {
    await on("small", { javaScriptEnabled: false }, async (page) => {
      const text = await page.locator("body").innerText();
      for (const part of ["Unused permissions", "444455556666", "The table of principals needs JavaScript", "Still active"]) {
        assert.ok(text.includes(part), part);
      }
      assert.ok(await page.getByRole("link", { name: "principals.jsonl" }).isVisible());
      assert.equal(await page.locator("select, input").count(), 0, "nothing that does nothing");
    });
  },

  async "two thousand principals"() {
    await on("large", {}, async (page) => {
      const { ready, loaded } = await page.evaluate(() => {
        const entry = performance.getEntriesByType("navigation")[0];
        return { ready: entry.domInteractive, loaded: entry.loadEventEnd };
      });
      say(`2,000 principals: read and shown ${Math.round(ready)} ms after opening, loaded after ${Math.round(loaded)} ms`);
      assert.equal(await found(page), "2,000 principals");
      await judged(page, "2,000 principals");
      const took = async (what, act) => {
        const time = await page.evaluate(act);
        say(`2,000 principals: ${what}: ${Math.round(time)} ms`);
      };
      await took("one more letter in the search, until it is painted", async () => {
        const input = document.getElementById("q");
        const begin = performance.now();
        input.value = "principal-19";
        input.dispatchEvent(new Event("input"));
        await new Promise((done) => { requestAnimationFrame(() => setTimeout(done)); });
        return performance.now() - begin;
      });
      assert.equal(await found(page), "100 of 2,000 principals");
      await page.getByRole("button", { name: "Clear filters" }).click();
      await took("another order, until it is painted", async () => {
        const begin = performance.now();
        document.querySelector("table.principals thead tr:last-child th:first-child button").click();
        await new Promise((done) => { requestAnimationFrame(() => setTimeout(done)); });
        return performance.now() - begin;
      });
      await took("a principal opened, until it is painted", async () => {
        const begin = performance.now();
        document.querySelector("a.open").click();
        await new Promise((done) => { addEventListener("hashchange", () => requestAnimationFrame(() => setTimeout(done)), { once: true }); });
        return performance.now() - begin;
      });
      await page.keyboard.press("Escape");
      // Scrolling shows more, and all can be reached.
      const before = await rows(page).count();
      await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
      await page.waitForFunction((least) => document.querySelectorAll("table.principals tbody tr").length > least, before);
      await took("all rows made and laid out", () => {
        const [begin, button] = [performance.now(), document.querySelector("button.more")];
        while (!button.hidden) {
          button.click();
          document.body.getBoundingClientRect();
        }
        return performance.now() - begin;
      });
      assert.equal(await rows(page).count(), 2000);
      await shot(page, "large");
    });
  },
};

let failed = 0;
for (const [name, test] of Object.entries(TESTS)) {
  try {
    const begin = performance.now();
    await test();
    say(`ok: ${name} (${((performance.now() - begin) / 1000).toFixed(1)} s)`);
  } catch (error) {
    failed += 1;
    say(`FAILED: ${name}\n${error.stack}`);
  }
}
await browser.close();
writeFileSync(path.join(pages, "run.txt"), `${said.join("\n")}\n`);
if (failed > 0) process.exit(1);
console.log("everything is as it should be");
