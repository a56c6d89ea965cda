// Small helpers to make and find elements.

export const find = (id) => document.getElementById(id);

export function make(tag, values = {}, ...children) {
  const item = document.createElement(tag);
  for (const [name, value] of Object.entries(values)) {
    if (name.startsWith("on")) item.addEventListener(name.slice(2), value);
    else if (value === true) item.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) item.setAttribute(name, value);
  }
  item.append(...children);
  return item;
}

const late = new Map();
let pressed = null;

addEventListener("pointerdown", (event) => { pressed = event.target; }, true);
for (const kind of ["pointerup", "pointercancel"]) {
  addEventListener(kind, () => setTimeout(() => {
    const waiting = [...late.values()];
    pressed = null;
    late.clear();
    for (const fill of waiting) fill();
  }), true);
}

// Fill an element anew, once nobody presses a button in it any more: the click would be lost.
export function refill(element, fill) {
  late.delete(element);
  if (pressed && element.contains(pressed)) late.set(element, fill);
  else fill();
}

// Find the first of elements, from top to bottom, that ends below a height in the window; the last
// one for none. An observer of each page would be asked in every frame, while somebody types, too.
export function firstBelow(items, height) {
  let [low, high] = [0, items.length - 1];
  while (low < high) {
    const at = (low + high) >> 1;
    if (items[at].getBoundingClientRect().bottom < height) low = at + 1;
    else high = at;
  }
  return low;
}

// Return the picture in a page, made now if nobody has looked at the page before: each picture costs
// in every frame.
export function pictureIn(item) {
  const picture = item.querySelector("img") ?? make("img", { alt: "", draggable: "false" });
  if (!picture.parentNode) item.prepend(picture);
  return picture;
}

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

// Ask for a few words; null when the dialog was left.
export function ask(name, fields, ok, act) {
  const dialog = find("dialog");
  find("dialog-name").textContent = name;
  find("dialog-ok").textContent = ok;
  find("dialog-cancel").hidden = ok === "Close";
  find("dialog-problem").textContent = "";
  find("dialog-fields").replaceChildren(...fields);
  dialog.returnValue = "";
  dialog.showModal();
  dialog.querySelector("input, textarea, select")?.focus();
  return new Promise((resolve) => {
    const form = find("dialog-form");
    const close = (result) => {
      form.onsubmit = find("dialog-cancel").onclick = dialog.onclose = null;
      dialog.close();
      resolve(result);
    };
    form.onsubmit = async (event) => {
      event.preventDefault();
      try {
        close(await act(new FormData(form)));
      } catch (error) {
        find("dialog-problem").textContent = [error.message, error.hint].filter(Boolean).join(" – ");
      }
    };
    find("dialog-cancel").onclick = () => close(null);
    dialog.onclose = () => dialog.open || close(null); // the dialog before it may tell of its end
  });
}

export function field(label, name, values = {}) {
  return make("label", {}, label, make("input", { name, autocomplete: "off", ...values }));
}
