// The text area: what is typed goes to the program, and what others write comes back.

import { find, icon, make } from "./dom.js";
import { get, post, Refused } from "./http.js";
import { insert, replace, SNIPPETS } from "./snippets.js";

const area = find("text");

export class Editor {
  #path = "";
  #run = "";
  #revision = 0;
  #sent = ""; // what the program has
  #saved = ""; // what the file has, as far as is known
  #clash = null;
  #isSending = false;
  #caret = () => {};
  #failed = () => {};

  constructor({ onCaret, onFailure, onPicture }) {
    this.#caret = onCaret;
    this.#failed = onFailure;
    area.addEventListener("input", () => this.#send());
    // Engines differ in where they tell that the caret has moved. The letter comes first: where its
    // line stands is looked at once its frame is there.
    let isAsked = false;
    const tell = () => {
      if (isAsked) return;
      isAsked = true;
      requestAnimationFrame(() => setTimeout(() => {
        isAsked = false;
        if (document.activeElement === area) this.#caret(this.line);
      }));
    };
    document.addEventListener("selectionchange", tell);
    for (const event of ["input", "keyup", "click", "focus", "select"]) area.addEventListener(event, tell);
    const buttons = SNIPPETS.map((snippet, at) =>
      make(
        "button",
        {
          type: "button",
          class: snippet.isSmall ? "tool small-tool" : "tool",
          title: snippet.label,
          tabindex: at ? -1 : 0,
          onclick: () => (snippet.name === "picture" ? onPicture() : insert(area, snippet)),
        },
        icon(snippet.name),
        make("span", {}, snippet.label),
      ),
    );
    rove(find("toolbar"), buttons);
  }

  get path() {
    return this.#path;
  }

  get line() {
    return area.value.slice(0, area.selectionStart).split("\n").length;
  }

  // Whether the program does not know yet what stands here, or has not said so.
  isAhead(text) {
    return this.isBusy || (text.path === this.#path && text.revision < this.#revision);
  }

  get isBusy() {
    return this.#isSending || area.value !== this.#sent;
  }

  // Open another chapter; the place in it is the line, or where the words stand.
  async open(path, place = {}) {
    if (path !== this.#path) {
      await this.#sendNow();
      this.#take(await get("text", { path }));
    }
    if (place.line || place.words) this.go(place);
  }

  // Follow a file that has been renamed.
  follow(moves) {
    this.#path = moves[this.#path] ?? this.#path;
    this.#name();
  }

  #name() {
    find("text-name").textContent = `Text of ${this.#path}`;
  }

  // Take a newer text, unless something is being typed here. A program that was started anew has
  // what is in the file, and gets what was not written yet.
  async refresh(text) {
    if (text.path !== this.#path || this.#clash || this.#isSending) return;
    const isSame = text.run === this.#run;
    if (isSame && text.isSaved && text.revision === this.#revision) this.#saved = this.#sent;
    if (isSame && (text.revision <= this.#revision || this.isBusy)) return;
    const newer = await get("text", { path: this.#path });
    if (!this.#isSending) this.#meet(newer);
  }

  #take(text) {
    const isSame = text.path === this.#path;
    this.#path = text.path;
    this.#run = text.run;
    this.#revision = text.revision;
    this.#sent = text.text;
    this.#clash = null;
    if (text.isSaved || !isSame) this.#saved = text.text;
    area.disabled = false;
    this.#name();
    this.#show(text.text);
    if (!isSame) {
      area.setSelectionRange(0, 0);
      area.scrollTop = 0;
    }
  }

  // Show another text; the caret stays between the same words.
  #show(text) {
    if (area.value === text) return;
    const { from, to, put } = difference(area.value, text);
    const moved = (at) => (at <= from ? at : at >= to ? at + put.length - (to - from) : from + put.length);
    const [start, end] = [moved(area.selectionStart), moved(area.selectionEnd)];
    const { scrollTop } = area;
    area.value = text;
    area.setSelectionRange(start, end);
    area.scrollTop = scrollTop;
  }

  // Show a line, and put the caret where its words were clicked.
  go({ line = 1, words = "" }) {
    const starts = lineStarts(area.value);
    const from = starts[Math.min(line, starts.length) - 1] ?? 0;
    const at = wordsAt(area.value, from, words);
    area.focus();
    area.setSelectionRange(at, at);
    showCaret(at);
  }

  mend({ line, column, old, new: text }) {
    const starts = lineStarts(area.value);
    if (line < 1 || line > starts.length) return;
    const from = starts[line - 1];
    const stop = (starts[line] ?? area.value.length + 1) - 1;
    const written = area.value.slice(from, stop);
    let at = Math.max(column - 1, 0);
    if (!written.startsWith(old, at)) at = written.indexOf(old);
    if (at >= 0) replace(area, from + at, from + at + old.length, text);
  }

  async keep(isMine) {
    this.#take(await post("keep", { path: this.#path, mine: isMine }));
  }

  async #sendNow() {
    while (this.#path && this.isBusy) {
      await this.#send();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  // One request at a time; what is typed meanwhile goes with the next.
  async #send() {
    if (this.#isSending || !this.#path || this.#clash) return;
    this.#isSending = true;
    try {
      while (area.value !== this.#sent) {
        const text = area.value;
        const answer = await post("text", { path: this.#path, text, revision: this.#revision });
        this.#revision = answer.revision;
        this.#sent = text;
      }
      this.#failed(null);
    } catch (error) {
      if (error instanceof Refused && error.status === 409) this.#meet(error.values);
      else {
        this.#failed(error);
        setTimeout(() => this.#send(), 1000);
      }
    } finally {
      this.#isSending = false;
    }
  }

  // Another window was quicker, or the program was started anew: both texts go together. Where they
  // cannot, somebody must choose.
  #meet(text) {
    const known = text.run === this.#run ? this.#sent : this.#saved;
    const merged = merge(known, area.value, text.text);
    if (merged === null) {
      this.#clash = text;
      this.#failed(null);
      return;
    }
    this.#run = text.run;
    this.#revision = text.revision;
    this.#sent = text.text;
    if (text.isSaved) this.#saved = text.text;
    this.#show(merged);
    setTimeout(() => this.#send(), 0);
  }

  // What another window has written in the same place, or null.
  get clash() {
    return this.#clash && this.#clash.text;
  }

  choose(isMine) {
    const theirs = this.#clash;
    this.#clash = null;
    if (!isMine) return this.#take(theirs);
    [this.#run, this.#revision, this.#sent] = [theirs.run, theirs.revision, theirs.text];
    return this.#send();
  }
}

// Put two changes of a text together; null where they meet.
function merge(before, mine, theirs) {
  if (mine === before) return theirs;
  if (theirs === before || theirs === mine) return mine;
  const [one, other] = [difference(before, theirs), difference(before, mine)];
  const [first, second] = one.from <= other.from ? [one, other] : [other, one];
  const isBetween = first.to < second.from || (first.to === second.from && second.from === second.to);
  if (!isBetween) return null;
  return before.slice(0, first.from) + first.put + before.slice(first.to, second.from) + second.put + before.slice(second.to);
}

// Say how a text becomes another: what is put in the place of a part of it.
function difference(before, after) {
  const least = Math.min(before.length, after.length);
  let from = 0;
  while (from < least && before[from] === after[from]) from += 1;
  let rest = 0;
  while (rest < least - from && before[before.length - 1 - rest] === after[after.length - 1 - rest]) rest += 1;
  return { from, to: before.length - rest, put: after.slice(from, after.length - rest) };
}

function lineStarts(text) {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

// Find the words of a page in the source, where they may stand between marks and break elsewhere.
function wordsAt(text, from, around) {
  const words = around.replace(/\u00ad|\ufffe/g, "").split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 2);
  const middle = words.slice(1, -1);
  for (let count = Math.min(3, middle.length); count > 0; count -= 1) {
    const first = Math.floor((middle.length - count) / 2);
    const pattern = middle.slice(first, first + count).map((word) => RegExp.escape ? RegExp.escape(word) : word).join("[^\\p{L}\\p{N}]+");
    const found = new RegExp(pattern, "u").exec(text.slice(from));
    if (found && found.index < 20000) return from + found.index;
  }
  return from;
}

// A text area does not tell where its caret is: a copy of its text up to there does.
function showCaret(at) {
  const copy = make("div", { class: "measure", "aria-hidden": "true" });
  const style = getComputedStyle(area);
  for (const name of ["font", "padding", "lineHeight", "letterSpacing"]) copy.style[name] = style[name];
  copy.style.width = `${area.clientWidth}px`;
  copy.textContent = area.value.slice(0, at) + "\u200b";
  document.body.append(copy);
  area.scrollTop = Math.max(0, copy.clientHeight - area.clientHeight / 2);
  copy.remove();
}

// One stop of the Tab key for a row of buttons; arrows go between them (ARIA Authoring Practices).
function rove(toolbar, buttons) {
  toolbar.append(...buttons);
  toolbar.addEventListener("keydown", (event) => {
    const at = buttons.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    const next = buttons[(to + buttons.length) % buttons.length];
    buttons.forEach((button) => (button.tabIndex = button === next ? 0 : -1));
    next.focus();
  });
}
