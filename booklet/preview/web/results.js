// Buttons that build, how far the build is, and what comes of it to be downloaded.

import { ask, find, make } from "./dom.js";
import { post } from "./http.js";

const WORDS = {
  copier: "Building what the copier needs",
  ebook: "Building the e-book",
  import: "Reading the file",
  session: "Building the folder for a session about this chapter",
};
const buttons = [...document.querySelectorAll(".build")];

export function offerResults(asked) {
  for (const button of buttons) button.addEventListener("click", () => build(button.dataset.what, asked()));
}

// One build runs at a time, whichever window has asked for it; all of them show it.
export function showBuild(step) {
  find("building").hidden = !step;
  for (const button of buttons) button.disabled = Boolean(step);
  if (!step) return;
  const words = `${WORDS[step.what]}…`;
  if (find("building-words").textContent !== words) find("building-words").textContent = words;
  const bar = find("building-bar");
  if (step.total) [bar.max, bar.value] = [step.total, step.done];
  else bar.removeAttribute("value");
  find("building-step").textContent = step.total ? `${step.done} of ${step.total}: ${step.title}` : "One moment…";
}

async function build(what, { edition, chapter }) {
  showBuild({ what, total: 0 });
  try {
    const { products } = await post("build", { what, edition, chapter });
    const isForCopier = ({ name }) => what === "copier" && name.endsWith("-booklet.pdf");
    products.sort((one, other) => isForCopier(other) - isForCopier(one));
    const files = products.map((product) => {
      const { name, measure } = product;
      const other = products.some(isForCopier) ? " to read on a screen: " : " ";
      const purpose = isForCopier(product) ? " for the copier: " : other;
      const address = `products/${name.split("/").map(encodeURIComponent).join("/")}`;
      const short = name.split("/").pop();
      return make("li", {}, make("a", { href: address, download: short }, short), `${purpose}${measure}`);
    });
    const inner = products[0].name.split("/").slice(0, -1);
    const folder = `They are in the folder ‘${["out", ...inner].join("/")}’ of your booklet, too.`;
    show("It is ready", [make("ul", { class: "products" }, ...files), make("p", { class: "small" }, folder)]);
  } catch (error) {
    const words = error.values?.problem ? `${error.message}. ${error.hint}` : error.message;
    show("It cannot be built yet", [make("p", {}, words)]);
  } finally {
    showBuild(null);
  }
}

function show(name, content) {
  ask(name, content, "Close", () => true);
  find("dialog-ok").focus();
}
