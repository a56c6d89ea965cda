// Buttons that build: what comes of them is downloaded from here.

import { ask, find, make } from "./dom.js";
import { post } from "./http.js";

export function offerResults(edition) {
  for (const button of document.querySelectorAll(".build")) {
    button.addEventListener("click", () => build(button, edition()));
  }
}

async function build(button, edition) {
  const label = button.textContent;
  button.disabled = true;
  button.textContent = "One moment…";
  try {
    const { products } = await post("build", { what: button.dataset.what, edition });
    const files = products.map(({ name, measure }) =>
      make("p", { class: "product" }, make("a", { href: `products/${encodeURIComponent(name)}`, download: name }, name), ` ${measure}`),
    );
    const folder = make("p", { class: "small" }, "They are in the folder ‘out’ of your booklet, too.");
    show("It is ready", [...files, folder]);
  } catch (error) {
    const words = error.values?.problem ? `${error.message}. ${error.hint}` : error.message;
    show("It cannot be built yet", [make("p", {}, words)]);
  } finally {
    button.disabled = false;
    button.textContent = label;
  }
}

function show(name, content) {
  ask(name, content, "Close", () => true);
  find("dialog-ok").focus();
}
