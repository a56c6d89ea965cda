// Open a page in Chromium the way its readers do, and tell what is wrong with it, as JSON.
//
// node look_at_page.cjs CHROMIUM PROFILE FILE.html [FOLDER]; with a folder, pictures are left there.
"use strict";
const fs = require("fs");
const puppeteer = require("puppeteer-core");
const [, , chromium, profile, file, folder] = process.argv;
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf-8");

const MODES = {
  light: [{ name: "prefers-color-scheme", value: "light" }],
  dark: [{ name: "prefers-color-scheme", value: "dark" }],
  forced: [{ name: "forced-colors", value: "active" }, { name: "prefers-color-scheme", value: "dark" }],
};
const WIDTHS = [320, 390, 1280];

async function look(page, cdp, mode, width, told, folder) {
  await page.setViewport({ width, height: 844, deviceScaleFactor: 1 });
  await cdp.send("Emulation.setEmulatedMedia", { media: "", features: MODES[mode] });
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => axe.run());
  for (const one of violations)
    told.push(`${mode} ${width}: ${one.id}: ${one.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(" | ")}`);
  const wide = await page.evaluate(() => {
    const edge = document.documentElement.clientWidth;
    return document.documentElement.scrollWidth > edge
      ? [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > edge + 1)
          .slice(0, 3).map((e) => e.outerHTML.slice(0, 120))
      : [];
  });
  for (const one of wide) told.push(`${mode} ${width}: wider than the screen: ${one}`);
  const small = await page.evaluate(() =>
    [...document.querySelectorAll("button, .contents a, input, textarea, .download")]
      .map((e) => [e, e.getBoundingClientRect()])
      .filter(([, box]) => box.width && (box.width < 22 || box.height < 22))
      .map(([e]) => e.outerHTML.slice(0, 120)));
  for (const one of small) told.push(`${mode} ${width}: too small to touch: ${one}`);
  if (folder) await page.screenshot({ path: `${folder}/${mode}-${width}.png`, fullPage: true });
}

(async () => {
  const browser = await puppeteer.launch({
    executablePath: chromium,
    userDataDir: profile,
    protocolTimeout: 60000,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
  const told = [];
  const asked = new Set();
  const kept = {};
  try {
    const page = await browser.newPage();
    page.on("console", (said) => told.push(`console: ${said.text()}`));
    page.on("pageerror", (error) => told.push(`error: ${error}`));
    page.on("request", (request) => asked.add(request.url().slice(0, 60)));
    const cdp = await page.createCDPSession();
    // With scripts off axe does not come to an end, so it looks at a copy without our script.
    const plain = `${profile}/plain.html`;
    fs.writeFileSync(plain, fs.readFileSync(file, "utf-8").replace(/<script>[^]*<\/script>/, ""));
    for (const [name, shown] of Object.entries({ unfolded: file, plain })) {
      await page.goto(`file://${shown}`);
      for (const mode of Object.keys(MODES))
        for (const width of shown === file ? WIDTHS : [320])
          await look(page, cdp, mode, width, told, shown === file ? folder : "");
      kept[name] = await page.evaluate(() => document.querySelectorAll(".answers > details").length);
    }
    // A click must not aim at a control that a smooth scroll still carries away.
    await cdp.send("Emulation.setEmulatedMedia", {
      media: "", features: [{ name: "prefers-reduced-motion", value: "reduce" }],
    });
    await page.goto(`file://${file}`);
    await page.setViewport({ width: 390, height: 844, deviceScaleFactor: 1 });
    const fields = await page.$$("main textarea");
    if (fields.length) {
      await fields[0].type("At half past eight");
      const radio = await page.$("main input[type=radio]");
      if (radio) await radio.click();
      const larger = await page.$$(".tools button");
      await larger[1].click();
      await page.reload();
      kept.typed = await page.evaluate(() => document.querySelector("main textarea").value);
      kept.ticked = await page.evaluate(() => document.querySelectorAll("main input:checked").length);
      kept.zoom = await page.evaluate(() => document.documentElement.style.getPropertyValue("--zoom"));
      page.once("dialog", (dialog) => dialog.accept());
      await (await page.$(".delete")).click();
      await page.reload();
      kept.deleted = await page.evaluate(() => document.querySelector("main textarea").value);
    }
    if (folder) await page.pdf({ path: `${folder}/printed.pdf`, format: "A4" });
  } finally {
    await browser.close();
  }
  const outside = [...asked].filter((one) => !one.startsWith("file://") && !one.startsWith("data:"));
  console.log(JSON.stringify({ told, outside, kept }));
})();
