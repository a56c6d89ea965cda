// All pages, small, beside the large ones: where one is in the booklet, and the way to another page.

import { find, firstBelow, make, pictureIn } from "./dom.js";

const list = find("thumbnails");
const SCALE = 0.25;
const NEAR = 300; // pixels above and below the list's part that is seen
const REST = 400; // milliseconds after a change: the large page is drawn first

export class Thumbnails {
  #items = [];
  #timer = 0;
  #marked = null;
  #stopped = null;

  constructor({ onPage }) {
    list.addEventListener("click", (event) => {
      const item = event.target.closest("button");
      if (item) onPage(this.#items.indexOf(item));
    });
    list.addEventListener("keydown", (event) => this.#onKey(event));
    list.addEventListener("scroll", () => this.#drawSoon(), { passive: true });
    new ResizeObserver(() => this.#drawSoon()).observe(list);
  }

  // Put in what has changed of the pages: for each that came, whose place it takes of those that go.
  update(first, pages, from, gone, edition) {
    const stays = this.#items.splice(first, gone);
    const items = from.map((at) => stays[at] ?? this.#make());
    const isOther = gone !== pages.length || items.some((item, at) => item !== stays[at]);
    this.#items.splice(first, 0, ...items);
    if (isOther) {
      list.replaceChildren(...this.#items);
      this.#items.forEach((item, at) => item.setAttribute("aria-label", `Go to the ${at + 1}. page`));
    }
    items.forEach((item, at) => {
      const { digest, width, height } = pages[at];
      item.style.aspectRatio = `${width} / ${height}`;
      item.dataset.wanted = `pages/${edition}/${digest}.png?scale=${SCALE}`;
    });
    if (!this.#items.includes(this.#stopped) && this.#items.length) this.#stop(this.#items[0]);
    this.#drawSoon();
  }

  // Mark the page that is looked at.
  mark(at) {
    const item = this.#items[at];
    if (!item || item === this.#marked) return;
    this.#marked?.removeAttribute("aria-current");
    this.#marked = item;
    item.setAttribute("aria-current", "page");
    if (!list.contains(document.activeElement)) this.#stop(item);
    const [area, pane] = [item.getBoundingClientRect(), list.getBoundingClientRect()];
    if (area.top < pane.top || area.bottom > pane.bottom) list.scrollTop += area.top - pane.top - pane.height / 2;
  }

  #make() {
    return make("button", { type: "button", class: "thumbnail", tabindex: -1 });
  }

  #drawSoon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#draw(), REST);
  }

  #draw() {
    const pane = list.getBoundingClientRect();
    if (!pane.height || !this.#items.length) return; // a narrow window has no room for them
    const last = firstBelow(this.#items, pane.bottom + NEAR);
    for (let at = firstBelow(this.#items, pane.top - NEAR); at <= last; at += 1) {
      const { wanted } = this.#items[at].dataset;
      const picture = pictureIn(this.#items[at]);
      if (picture.getAttribute("src") !== wanted) picture.src = wanted;
    }
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
    if (this.#stopped) this.#stopped.tabIndex = -1;
    this.#stopped = item;
    item.tabIndex = 0;
  }
}
