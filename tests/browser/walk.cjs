// Walks over a page in a real browser as people do: follows each of its links, and comes back.
// What was seen is printed as JSON. Arguments: the browser's program, the page, a folder for files.

const { createHash } = require("node:crypto");
const { readFileSync } = require("node:fs");
const puppeteer = require("puppeteer-core");

const AXE = require.resolve("axe-core/axe.min.js");
const LOOKS = [
  { width: 320, scheme: "light", forced: "none" },
  { width: 390, scheme: "dark", forced: "none" },
  { width: 390, scheme: "light", forced: "active" },
  { width: 1280, scheme: "light", forced: "none" },
];

async function main(program, address, folder) {
  const browser = await puppeteer.launch({
    executablePath: program,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
  try {
    const page = await browser.newPage();
    const told = { asked: [], errors: [], violations: [], overflows: [], targets: [], files: {} };
    page.on("request", (request) => told.asked.push(request.url()));
    page.on("pageerror", (error) => told.errors.push(error.message));
    page.on("console", (line) => {
      const isIcon = line.location().url?.endsWith("/favicon.ico"); // every browser asks for one
      if (line.type() === "error" && !isIcon) told.errors.push(line.text());
    });
    for (const look of LOOKS) await inspect(page, address, look, told);
    told.links = await page.$$eval("a", (links) => links.map((link) => link.href));
    told.text = await page.evaluate(() => document.body.innerText);
    const session = await browser.target().createCDPSession();
    await session.send("Browser.setDownloadBehavior",
      { behavior: "allow", downloadPath: folder, eventsEnabled: true });
    for (const link of told.links.filter((one) => one !== address)) {
      await page.goto(address);
      told.files[link] = await follow(page, session, link);
    }
    console.log(JSON.stringify(told));
  } finally {
    await browser.close();
  }
}

// Looks at the page in one width and colour scheme.
async function inspect(page, address, look, told) {
  await page.setViewport({ width: look.width, height: 800 });
  const session = await page.createCDPSession(); // puppeteer itself knows no forced colours
  await session.send("Emulation.setEmulatedMedia", {
    features: [
      { name: "prefers-color-scheme", value: look.scheme },
      { name: "forced-colors", value: look.forced },
    ],
  });
  await page.goto(address, { waitUntil: "load" });
  const name = `${look.width} ${look.scheme} ${look.forced}`;
  if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth))
    told.overflows.push(name);
  const heights = await page.$$eval(".buttons a", (all) => all.map((one) => one.offsetHeight));
  told.targets.push(Math.min(...heights));
  await page.evaluate(readFileSync(AXE, "utf-8"));
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  for (const one of violations)
    told.violations.push(`${name}: ${one.id} ${one.nodes.map((node) => node.html).join(" ")}`);
}

// Presses a link, and tells what the browser got: a page or a document that it shows, or a file.
async function follow(page, session, link) {
  const got = new Promise((resolve) => {
    page.once("load", async () => resolve({ shown: page.url(), title: await page.title() }));
    session.on("Browser.downloadProgress", (event) => event.state === "completed" && resolve({ kept: event.guid }));
    session.once("Browser.downloadWillBegin", (event) => (page.kept = event.suggestedFilename));
  });
  const answered = page.waitForResponse((answer) => answer.url() === link);
  await page.evaluate((to) => [...document.links].find((one) => one.href === to).click(), link);
  const answer = await answered;
  const headers = answer.headers();
  const seen = await got;
  return { status: answer.status(), type: headers["content-type"], name: page.kept, ...seen };
}

main(...process.argv.slice(2)).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
