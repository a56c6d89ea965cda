// All pages, small, beside the large ones: where one is in the booklet, and the way to another page.

import { find, make } from "./dom.js";

const list = find("thumbnails");
const SCALE = 0.25;
const REST = 400; // milliseconds after a change: the large page is drawn first

export class Thumbnails {
  #items = [];
  #timer = 0;
  #near = new Set();
  #seen = new IntersectionObserver((entries) => this.#onSeen(entries), { root: list, rootMargin: "300px" });

  constructor({ onPage }) {
    list.addEventListener("click", (event) => {
      const item = event.target.closest("button");
      if (item) onPage(this.#items.indexOf(item));
    });
    list.addEventListener("keydown", (event) => this.#onKey(event));
  }

  // Put in what has changed of the pages.
  update(first, gone, pages, edition) {
    const stays = this.#items.splice(first, gone);
    const items = pages.map((page, at) => stays[at] ?? this.#make());
    stays.slice(pages.length).forEach((item) => {
      this.#seen.unobserve(item);
      this.#near.delete(item);
      item.remove();
    });
    this.#items.splice(first, 0, ...items);
    if (gone !== pages.length) {
      list.replaceChildren(...this.#items);
      this.#items.forEach((item, at) => item.setAttribute("aria-label", `Go to the ${at + 1}. page`));
    }
    items.forEach((item, at) => {
      const { digest, width, height } = pages[at];
      item.style.aspectRatio = `${width} / ${height}`;
      item.dataset.wanted = `pages/${edition}/${digest}.png?scale=${SCALE}`;
    });
    if (!list.querySelector('[tabindex="0"]') && this.#items.length) this.#items[0].tabIndex = 0;
    this.#drawSoon();
  }

  // Mark the page that is looked at.
  mark(at) {
    const item = this.#items[at];
    if (!item || item.getAttribute("aria-current")) return;
    this.#items.forEach((one) => one.removeAttribute("aria-current"));
    item.setAttribute("aria-current", "page");
    if (!list.contains(document.activeElement)) this.#stop(item);
    const [area, pane] = [item.getBoundingClientRect(), list.getBoundingClientRect()];
    if (area.top < pane.top || area.bottom > pane.bottom) list.scrollTop += area.top - pane.top - pane.height / 2;
  }

  #make() {
    const item = make("button", { type: "button", class: "thumbnail", tabindex: -1 }, make("img", { alt: "", draggable: "false" }));
    this.#seen.observe(item);
    return item;
  }

  #onSeen(entries) {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) this.#near.add(target);
      else this.#near.delete(target);
    }
    this.#drawSoon();
  }

  #drawSoon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      for (const item of this.#near) {
        const [image] = item.children;
        if (image.getAttribute("src") !== item.dataset.wanted) image.src = item.dataset.wanted;
      }
    }, REST);
  }

  // One stop of the Tab key for all of them; arrows go between them (ARIA Authoring Practices).
  #onKey(event) {
    const at = this.#items.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1, Home: 0, End: this.#items.length - 1 }[event.key];
    if (at < 0 || to === undefined || !this.#items[to]) return;
    event.preventDefault();
    this.#stop(this.#items[to]);
    this.#items[to].focus();
  }

  #stop(item) {
    this.#items.forEach((one) => (one.tabIndex = one === item ? 0 : -1));
  }
}
