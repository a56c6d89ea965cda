// What the page does with scripts: it keeps what is typed on this device, unfolds the answers, and
// changes the size of the text. Without scripts everything can be read, typed into and printed.
"use strict";
(() => {
  const page = document.documentElement;
  const fields = [...document.querySelectorAll("main input, main textarea")];
  const isTick = (field) => field.type === "radio" || field.type === "checkbox";

  // Some browsers keep nothing for a file, or in a private window: then all else still works.
  const read = (key) => {
    try {
      return JSON.parse(localStorage.getItem(key)) ?? {};
    } catch {
      return {};
    }
  };
  const write = (key, value) => {
    try {
      localStorage.setItem(key, JSON.stringify(value));
      return true;
    } catch {
      return false;
    }
  };

  const typedKey = `booklet:typed:${page.dataset.book}`;
  const typed = read(typedKey);
  for (const field of fields) {
    if (!Object.hasOwn(typed, field.id)) continue;
    if (isTick(field)) field.checked = typed[field.id];
    else field.value = typed[field.id];
  }
  const keep = () => {
    const kept = {};
    for (const field of fields) {
      if (isTick(field) ? field.checked !== field.defaultChecked : field.value)
        kept[field.id] = isTick(field) ? field.checked : field.value;
    }
    return write(typedKey, kept);
  };
  for (const field of fields) field.addEventListener("input", keep);

  const warning = document.querySelector(".without-scripts");
  const remove = document.querySelector(".delete");
  if (write(typedKey, typed)) {
    warning.hidden = true;
    remove.hidden = false;
  }
  remove.addEventListener("click", () => {
    if (!confirm(remove.dataset.question)) return;
    for (const field of fields) {
      if (isTick(field)) field.checked = field.defaultChecked;
      else field.value = "";
    }
    keep();
  });

  const sizes = [0.85, 1, 1.15, 1.3, 1.5, 1.75, 2];
  const sizeKey = "booklet:size";
  const tools = document.querySelector(".tools");
  const buttons = [...tools.querySelectorAll("button")];
  const resize = (step) => {
    page.style.setProperty("--zoom", sizes[step]);
    for (const button of buttons) {
      const isLast = Number(button.dataset.size) < 0 ? step === 0 : step === sizes.length - 1;
      button.setAttribute("aria-disabled", String(isLast));
    }
    write(sizeKey, { step });
  };
  let step = read(sizeKey).step ?? 1;
  resize(step);
  tools.hidden = false;
  for (const button of buttons) {
    button.addEventListener("click", () => {
      step = Math.min(Math.max(step + Number(button.dataset.size), 0), sizes.length - 1);
      resize(step);
    });
  }

  for (const answers of document.querySelectorAll(".answers")) {
    const fold = document.createElement("details");
    const summary = document.createElement("summary");
    const [heading, ...rest] = answers.childNodes[0].nodeType === Node.TEXT_NODE
      ? [...answers.childNodes].slice(1)
      : [...answers.childNodes];
    summary.append(heading);
    fold.append(summary, ...rest);
    answers.append(fold);
  }
  const unfold = (all) => {
    for (const fold of document.querySelectorAll(".answers > details")) {
      if (all || `#${fold.parentElement.id}` === decodeURIComponent(location.hash)) fold.open = true;
    }
  };
  addEventListener("hashchange", () => unfold(false));
  addEventListener("beforeprint", () => unfold(true));
  unfold(false);
})();
