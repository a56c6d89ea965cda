// The list of chapters: open one, begin one, rename it, move it by mouse or keyboard.

import { ask, field, find, icon, make, refill } from "./dom.js";
import { post } from "./http.js";

const list = find("chapters");

export class Chapters {
  #chapters = [];
  #path = "";
  #findings = [];
  #said = "";

  constructor({ onOpen, onMoves }) {
    this.onOpen = onOpen;
    this.onMoves = onMoves;
    find("new-chapter").addEventListener("click", () => this.#begin());
  }

  get paths() {
    return this.#chapters.map((one) => one.path);
  }

  update(chapters, path, findings) {
    const said = JSON.stringify([chapters, path, findings.map((one) => [one.path, one.severity])]);
    if (said === this.#said) return;
    this.#said = said;
    this.#chapters = chapters;
    this.#path = path;
    this.#findings = findings;
    refill(list, () => this.#render());
  }

  #render(focused = null) {
    const had = focused ?? document.activeElement?.dataset?.key;
    list.replaceChildren(...this.#chapters.map((chapter, at) => this.#item(chapter, at)));
    if (had) list.querySelector(`[data-key="${CSS.escape(had)}"]`)?.focus();
  }

  #item(chapter, at) {
    const isHere = chapter.path === this.#path;
    const own = this.#findings.filter((one) => one.path === chapter.path && one.severity !== "note");
    const worst = own.some((one) => one.severity === "error") ? "error" : "warning";
    const open = make(
      "button",
      {
        type: "button",
        class: "chapter",
        "aria-current": isHere ? "true" : null,
        "data-key": `open ${chapter.path}`,
        onclick: () => this.onOpen(chapter.path),
      },
      make("span", { class: "number", "aria-hidden": "true" }, String(at + 1)),
      make("span", { class: "name" }, chapter.title, chapter.is_draft ? make("em", {}, " draft") : ""),
    );
    if (own.length) {
      const words = own.length === 1 ? "1 thing to look at" : `${own.length} things to look at`;
      open.append(make("span", { class: `count ${worst}`, title: words }, String(own.length), make("span", { class: "hidden" }, ` ${words}`)));
    }
    const item = make("li", { draggable: "true", "data-path": chapter.path }, open);
    if (isHere) item.append(this.#tools(chapter, at));
    item.addEventListener("dragstart", (event) => {
      event.dataTransfer.setData("application/x-chapter", chapter.path);
      event.dataTransfer.effectAllowed = "move";
    });
    item.addEventListener("dragover", (event) => {
      if (!event.dataTransfer.types.includes("application/x-chapter")) return;
      event.preventDefault();
      item.classList.add("over");
    });
    item.addEventListener("dragleave", () => item.classList.remove("over"));
    item.addEventListener("drop", (event) => {
      const path = event.dataTransfer.getData("application/x-chapter");
      item.classList.remove("over");
      if (!path) return;
      event.preventDefault();
      this.#move(path, at);
    });
    return item;
  }

  #tools(chapter, at) {
    const tool = (name, label, act, isOff = false) =>
      make(
        "button",
        {
          type: "button",
          class: "tool",
          "aria-label": `${label}: ${chapter.title}`,
          title: label,
          disabled: isOff,
          "data-key": `${name} ${chapter.path}`,
          onclick: act,
        },
        icon(name),
      );
    return make(
      "span",
      { class: "tools" },
      tool("up", "Move up", () => this.#move(chapter.path, at - 1, "up"), at === 0),
      tool("down", "Move down", () => this.#move(chapter.path, at + 1, "down"), at === this.#chapters.length - 1),
      tool("pen", "Rename", () => this.#rename(chapter)),
    );
  }

  async #move(path, to, key = "open") {
    const before = this.#chapters;
    const others = before.filter((one) => one.path !== path);
    const moved = before.find((one) => one.path === path);
    if (!moved || before[to] === moved) return;
    others.splice(to, 0, moved);
    const { moves } = await post("order", { paths: others.map((one) => one.path) });
    this.onMoves(moves);
    this.#chapters = others.map((one) => ({ ...one, path: moves[one.path] ?? one.path }));
    this.#path = moves[this.#path] ?? this.#path;
    this.#said = "";
    this.#render(`${key} ${moves[path] ?? path}`);
  }

  async #rename(chapter) {
    const fields = [field("Title", "title", { value: chapter.title, required: true, maxlength: 200 })];
    await ask("Rename the chapter", fields, "Rename", async (form) => {
      const { path } = await post("rename", { path: chapter.path, title: form.get("title") });
      this.onMoves({ [chapter.path]: path });
      return path;
    });
  }

  async #begin() {
    const fields = [field("Title", "title", { required: true, maxlength: 200 })];
    const path = await ask("New chapter", fields, "Begin", async (form) => {
      return (await post("chapters", { title: form.get("title") })).path;
    });
    if (!path) return;
    await this.onOpen(path);
    find("text").focus();
  }
}
