// Looks at a page without scripts of its own, on narrow and wide screens, in light, dark and forced
// colours; prints what axe-core finds, what runs over the edge, and what is asked for from outside.
// Arguments: the browser's program, a folder for its profile, the page.

const puppeteer = require("puppeteer-core");
const { pathToFileURL } = require("node:url");

const AXE = require.resolve("axe-core/axe.min.js");

async function main(program, profile, file) {
  const browser = await puppeteer.launch({
    executablePath: program,
    userDataDir: profile,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
  const told = [];
  try {
    const address = pathToFileURL(file).href;
    const page = await browser.newPage();
    page.on("request", (request) => {
      if (request.url() !== address) told.push(`asks for ${request.url()}`);
    });
    for (const [width, scheme, forced] of [
      [320, "light", "none"], [390, "dark", "none"], [1280, "light", "active"],
    ]) {
      await page.setViewport({ width, height: 800 });
      const session = await page.createCDPSession();
      await session.send("Emulation.setEmulatedMedia", { features: [
        { name: "prefers-color-scheme", value: scheme }, { name: "forced-colors", value: forced },
      ] });
      await page.goto(address);
      const over = await page.evaluate(() =>
        document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (over > 0) told.push(`${width}: ${over} pixels too wide`);
      await page.addScriptTag({ path: AXE });
      const found = await page.evaluate(() => window.axe.run());
      told.push(...found.violations.map((one) => `${width} ${scheme}: ${one.id} ${one.nodes[0].html}`));
    }
  } finally {
    await browser.close();
  }
  console.log(JSON.stringify(told));
}

main(...process.argv.slice(2)).catch((error) => {
  console.error(error);
  process.exit(1);
});
