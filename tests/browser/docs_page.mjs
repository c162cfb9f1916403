// Opens the page at /docs of a fresh server in headless Chromium: it lists every operation, opens one, sends a request,
// and no request leaves the server's origin.
//
//   node docs_page.mjs SENPAI_SERVER [SCREENSHOT.png]     exit code 77: Chromium is not installed
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const [serverBinary, screenshot] = process.argv.slice(2);
const patience = 60_000;

function fail(what) {
  throw new Error(what);
}

const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

async function until(what, test) {
  for (const end = Date.now() + patience; Date.now() < end; await sleep(100)) {
    const value = await test();
    if (value) return value;
  }
  fail(`still waiting for ${what} after ${patience / 1000} s`);
}

function freePort() {
  return new Promise((done) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });
}

/// Chromium, spoken to through two pipes: messages are JSON, each ended by a zero byte.
class Browser {
  constructor(folder) {
    this.process = spawn(
      "chromium",
      ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
       "--disable-background-networking", "--disable-component-update", "--disable-sync", "--window-size=1280,1000",
       "--remote-debugging-pipe", `--user-data-dir=${folder}`, "about:blank"],
      { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
    this.waiting = new Map();
    this.requests = [];
    this.errors = [];
    let text = "";
    this.process.stdio[4].setEncoding("utf8").on("data", (part) => {
      const messages = (text + part).split("\0");
      text = messages.pop();
      for (const message of messages) this.receive(JSON.parse(message));
    });
  }
  receive(message) {
    if (message.method === "Network.requestWillBeSent") this.requests.push(message.params.request.url);
    if (message.method === "Runtime.exceptionThrown") this.errors.push(message.params.exceptionDetails.text);
    if (message.method === "Log.entryAdded" && message.params.entry.level === "error")
      this.errors.push(message.params.entry.text);
    if (!message.id) return;
    const { done, refuse } = this.waiting.get(message.id);
    this.waiting.delete(message.id);
    if (message.error) refuse(new Error(message.error.message));
    else done(message.result);
  }
  send(method, params = {}) {
    const id = (this.last = (this.last ?? 0) + 1);
    this.process.stdio[3].write(JSON.stringify({ id, method, params, sessionId: this.session }) + "\0");
    return new Promise((done, refuse) => this.waiting.set(id, { done, refuse }));
  }
  async open(url) {
    const { targetInfos } = await this.send("Target.getTargets");
    const { targetId } = targetInfos.find((target) => target.type === "page");
    this.session = (await this.send("Target.attachToTarget", { targetId, flatten: true })).sessionId;
    for (const domain of ["Network", "Page", "Runtime", "Log"]) await this.send(`${domain}.enable`);
    await this.send("Page.navigate", { url });
  }
  async evaluate(expression) {
    const { result } = await this.send("Runtime.evaluate", { expression, returnByValue: true });
    return result.value;
  }
  async screenshot(file) {
    const { data } = await this.send("Page.captureScreenshot", { format: "png" });
    writeFileSync(file, Buffer.from(data, "base64"));
  }
  close() {
    this.process.kill("SIGKILL");
  }
}

async function check(origin, browser) {
  await until("the server", () => fetch(`${origin}/ready`).then((r) => r.ok, () => false));
  const spec = await (await fetch(`${origin}/openapi.json`)).json();
  const operations = Object.values(spec.paths).flatMap((path) => Object.values(path).map((o) => o.operationId));

  await browser.open(`${origin}/docs`);
  const shown = await until("all operations", async () => {
    const ids = await browser.evaluate(
      "[...document.querySelectorAll('.opblock-summary-operation-id')].map((e) => e.textContent)");
    if (ids.length >= operations.length) return ids;
    await browser.evaluate("document.querySelectorAll('.opblock-tag[data-is-open=false]').forEach((e) => e.click())");
    return null;
  });
  for (const id of operations) if (!shown.includes(id)) fail(`${id} is not on the page`);
  if (screenshot) await browser.screenshot(screenshot);

  const block = "[...document.querySelectorAll('.opblock')].find((e) => e.textContent.includes('jobs.list'))";
  await browser.evaluate(`(${block}).querySelector('.opblock-summary-control').click()`);
  await until("the button that sends a request", () => browser.evaluate(`!!(${block}).querySelector('.execute')`));
  await browser.evaluate(`(${block}).querySelector('.execute').click()`);
  const answer = await until("the answer", () =>
    browser.evaluate(`(${block}).querySelector('.live-responses-table tbody .response-col_status')?.textContent`));
  if (!answer.startsWith("200")) fail(`GET /jobs from the page answered ${answer}`);
  await browser.evaluate(`(${block}).scrollIntoView()`);
  if (screenshot) await browser.screenshot(screenshot.replace(/\.png$/, "-open.png"));

  const foreign = browser.requests.filter((url) => !url.startsWith(`${origin}/`) && !url.startsWith("data:"));
  if (foreign.length > 0) fail(`requests left the server: ${foreign.join(" ")}`);
  if (browser.errors.length > 0) fail(`the browser reports: ${browser.errors.join("; ")}`);
  if (!browser.requests.some((url) => url.startsWith(`${origin}/jobs`))) fail("the page sent no request to /jobs");
  console.log(`${shown.length} operations shown, ${browser.requests.length} requests, all to ${origin}`);
}

if (spawnSync("chromium", ["--version"]).error) {
  console.log("Skipped: chromium is not installed, so the page at /docs was not opened.");
  process.exit(77);
}
const folder = mkdtempSync(join(tmpdir(), "senpai-browser-"));
const port = await freePort();
const server = spawn(serverBinary, ["serve"], {
  env: { ...process.env, NODE_ENV: "test", AUTH_STORE: "memory", API_HOST: "127.0.0.1", API_PORT: String(port) },
  stdio: "ignore",
});
const browser = new Browser(folder);
try {
  await check(`http://127.0.0.1:${port}`, browser);
} finally {
  browser.close();
  server.kill("SIGTERM");
  await sleep(500);
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
process.exit(0);
