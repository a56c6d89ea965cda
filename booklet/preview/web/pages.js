// The pages: pictures in spreads, each drawn when it comes near, exchanged when it has changed.

import { find, firstBelow, make, pictureIn } from "./dom.js";
import { Thumbnails } from "./thumbnails.js";

const box = find("pages-box");
const list = find("pages");
const STEPS = [0.5, 0.75, 1, 1.25, 1.5, 2, 3];
const SHEET = 720; // pixels, the widest that a sheet is shown without zoom
const SCALES = [0.5, 1, 1.5, 2, 3, 4];
const NEAR = 800; // pixels above and below the pane in which pages are drawn

// Find for each page that came the one that it takes the place of: the same page of the same chapter.
// Where pages come in before it, its picture moves along with it.
export function samePlaces(before, after) {
  const keys = (pages) => {
    const counts = new Map();
    return pages.map(({ source }) => {
      counts.set(source, (counts.get(source) ?? 0) + 1);
      return `${counts.get(source)} ${source}`;
    });
  };
  const known = new Map(keys(before).map((key, at) => [key, at]));
  return keys(after).map((key) => known.get(key) ?? -1);
}

export class Pages {
  #pages = [];
  #items = [];
  #blocks = [];
  #edition = "standard";
  #isSingle = false;
  #zoom = 1;
  #line = 0;
  #mark = make("span", { class: "mark" });
  #stopped = null;
  #thumbnails = new Thumbnails({ onPage: (at) => this.#bring(at) });

  constructor({ onPlace }) {
    list.addEventListener("click", (event) => {
      const item = event.target.closest(".page");
      if (!item) return;
      const area = item.getBoundingClientRect();
      const isKey = event.detail === 0;
      const x = isKey ? 0.5 : (event.clientX - area.left) / area.width;
      const y = isKey ? 0.3 : (event.clientY - area.top) / area.height;
      onPlace({ page: this.#items.indexOf(item), x, y });
    });
    list.addEventListener("keydown", (event) => this.#onKey(event));
    new ResizeObserver(() => {
      this.#resize();
      this.#look();
    }).observe(box);
    box.addEventListener("scroll", () => this.#look(), { passive: true });
    find("larger").addEventListener("click", () => this.zoom(1));
    find("smaller").addEventListener("click", () => this.zoom(-1));
    find("fit").addEventListener("click", () => this.zoom(0));
    find("overview").addEventListener("click", (event) => {
      const isOn = list.classList.toggle("overview");
      event.currentTarget.setAttribute("aria-pressed", isOn);
      this.#resize();
      if (!isOn) this.show(this.#line, { isForced: true });
    });
  }

  get count() {
    return this.#pages.length;
  }

  // Show another edition in spreads, or a product sheet by sheet.
  choose(edition, isSingle) {
    this.#edition = edition;
    if (this.#isSingle === isSingle) return;
    this.#isSingle = isSingle;
    this.#arrange();
    this.#resize();
  }

  zoom(step) {
    const at = STEPS.indexOf(this.#zoom);
    this.#zoom = step ? STEPS[Math.min(STEPS.length - 1, Math.max(0, at + step))] : 1;
    this.#resize();
  }

  // Put in what has changed. Where one looks, nothing moves.
  update([first, gone, pages], blocks) {
    const anchor = this.#anchor();
    const came = pages.map(([digest, folio, source, width, height]) => ({ digest, folio, source, width, height }));
    const from = samePlaces(this.#pages.splice(first, gone, ...came), came);
    const stays = this.#items.splice(first, gone);
    const items = from.map((at) => stays[at] ?? this.#make());
    const isOther = gone !== came.length || items.some((item, at) => item !== stays[at]);
    const kept = new Set(items);
    stays.forEach((item) => kept.has(item) || item.remove());
    this.#items.splice(first, 0, ...items);
    if (!this.#items.includes(this.#stopped) && this.#items.length) this.#stop(this.#items[0]);
    this.#blocks = blocks;
    if (isOther) this.#arrange();
    items.forEach((item, at) => this.#describe(item, first + at));
    if (isOther) this.#items.forEach((item, at) => this.#describe(item, at));
    this.#resize();
    this.#restore(anchor);
    this.#markLine();
    this.#thumbnails.update(first, came, from, gone, this.#edition);
    this.#look();
  }

  #bring(at) {
    const item = this.#items[at];
    const [area, pane] = [item.getBoundingClientRect(), box.getBoundingClientRect()];
    box.scrollBy({ top: area.top - pane.top - 24, behavior: "instant" });
    this.#stop(item);
    this.#thumbnails.mark(at);
  }

  // Draw the pages in the pane and near it, and tell which one is in its middle.
  #look() {
    if (!this.#items.length) return;
    const pane = box.getBoundingClientRect();
    const last = firstBelow(this.#items, pane.bottom + NEAR);
    for (let at = firstBelow(this.#items, pane.top - NEAR); at <= last; at += 1) this.#draw(at);
    this.#thumbnails.mark(firstBelow(this.#items, pane.top + pane.height / 2));
  }

  // Show the page that has a line of the open chapter.
  show(line, { isForced = false, isAtOnce = false } = {}) {
    this.#line = line;
    this.#markLine();
    const place = this.#placeOf(line);
    const item = place && this.#items[place[1]];
    if (!item || list.classList.contains("overview")) return;
    const area = item.getBoundingClientRect();
    const pane = box.getBoundingClientRect();
    const top = area.top + place[3] * area.height;
    const isSeen = top > pane.top + 24 && top < pane.bottom - 80;
    if (isSeen && !isForced) return;
    const isStill = isAtOnce || matchMedia("(prefers-reduced-motion: reduce)").matches;
    const fits = area.height < pane.height - 40;
    const to = fits ? area.top - (pane.height - area.height) / 2 : top - pane.height / 3;
    box.scrollBy({ top: to - pane.top, behavior: isStill ? "instant" : "smooth" });
  }

  #placeOf(line) {
    let found = null;
    for (const block of this.#blocks) {
      if (block[0] > line) break;
      if (!found || block[0] > found[0]) found = block;
    }
    return found ?? this.#blocks[0];
  }

  // What stands nearest to the middle of the pane, or the block that is being written in.
  #anchor() {
    const pane = box.getBoundingClientRect();
    const position = (block) => {
      const item = this.#items[block[1]];
      if (!item) return null;
      const area = item.getBoundingClientRect();
      return area.top + block[3] * area.height;
    };
    const written = this.#placeOf(this.#line);
    const isVisible = (top) => top !== null && top > pane.top && top < pane.bottom;
    if (written && isVisible(position(written))) return { line: written[0], top: position(written) };
    const seen = this.#blocks.find((block) => isVisible(position(block)));
    if (seen) return { line: seen[0], top: position(seen) };
    if (!this.#items.length) return null;
    const page = firstBelow(this.#items, pane.top);
    return { page, top: this.#items[page].getBoundingClientRect().top };
  }

  #restore(anchor) {
    if (!anchor) return;
    const block = anchor.line && this.#placeOf(anchor.line);
    const item = this.#items[block ? block[1] : anchor.page];
    if (!item) return;
    const area = item.getBoundingClientRect();
    const top = area.top + (block ? block[3] * area.height : 0);
    if (Math.abs(top - anchor.top) > 0.5) box.scrollBy({ top: top - anchor.top, behavior: "instant" });
  }

  #make() {
    return make("button", { type: "button", class: "page", tabindex: -1 });
  }

  #describe(item, at) {
    const page = this.#pages[at];
    item.setAttribute("aria-label", page.folio ? `Page ${page.folio}` : `Page without a number, the ${at + 1}. of all`);
    item.style.setProperty("--ratio", `${page.width} / ${page.height}`);
    item.dataset.digest = page.digest;
  }

  // Spreads: the first page stands alone on the right.
  #arrange() {
    const spreads = [];
    if (this.#isSingle) {
      list.replaceChildren(...this.#items.map((item) => make("div", { class: "spread single" }, item)));
      return;
    }
    for (let at = -1; at < this.#items.length; at += 2) {
      const pair = [this.#items[at], this.#items[at + 1]].filter(Boolean);
      if (pair.length) spreads.push(make("div", { class: at < 0 ? "spread first" : "spread" }, ...pair));
    }
    list.replaceChildren(...spreads);
  }

  #resize() {
    const page = this.#pages[0];
    if (!page) return;
    const isOverview = list.classList.contains("overview");
    const across = this.#isSingle ? Math.min(box.clientWidth - 64, SHEET) : Math.floor((box.clientWidth - 64) / 2);
    const width = isOverview ? 92 : Math.max(160, Math.round(across * this.#zoom));
    if (list.style.getPropertyValue("--page") === `${width}px`) return;
    const anchor = this.#anchor();
    list.style.setProperty("--page", `${width}px`);
    this.#restore(anchor);
    this.#look();
  }

  // The old picture stays until the new one is there.
  async #draw(at) {
    const [item, page] = [this.#items[at], this.#pages[at]];
    const wanted = ((item.clientWidth || 300) * devicePixelRatio) / page.width;
    const scale = SCALES.find((one) => one >= wanted) ?? SCALES.at(-1);
    const address = `pages/${this.#edition}/${page.digest}.png?scale=${scale}`;
    if (item.dataset.address === address) return;
    item.dataset.address = address;
    const picture = new Image();
    picture.src = address;
    try {
      await picture.decode();
    } catch {
      if (item.dataset.address === address) delete item.dataset.address;
      return;
    }
    if (item.dataset.address !== address) return;
    pictureIn(item).src = address;
    item.dataset.drawn = page.digest;
  }

  // Mark in the margin of the page what is being written.
  #markLine() {
    const place = this.#line ? this.#placeOf(this.#line) : null;
    const item = place && this.#items[place[1]];
    if (!item) return this.#mark.remove();
    if (this.#mark.parentNode !== item) item.append(this.#mark);
    this.#mark.style.top = `${place[3] * 100}%`;
    this.#mark.style.height = `${Math.min(place[5], 1 - place[3]) * 100}%`;
  }

  // One stop of the Tab key for all of them; arrows go between them (ARIA Authoring Practices).
  #stop(item) {
    if (this.#stopped) this.#stopped.tabIndex = -1;
    this.#stopped = item;
    item.tabIndex = 0;
  }

  #onKey(event) {
    const at = this.#items.indexOf(document.activeElement);
    const step = { ArrowRight: 1, ArrowDown: 2, ArrowLeft: -1, ArrowUp: -2, Home: -at, End: this.#items.length - 1 - at }[event.key];
    if (at < 0 || step === undefined) return;
    event.preventDefault();
    const next = this.#items[Math.min(this.#items.length - 1, Math.max(0, at + step))];
    this.#stop(next);
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  }
}
