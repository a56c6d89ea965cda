// The window: hears what is new from the program, and lets its parts show it.

import { find, make } from "./dom.js";
import { Chapters } from "./chapters.js";
import { Editor } from "./editor.js";
import { Findings } from "./findings.js";
import { acceptImports } from "./imports.js";
import { get, post } from "./http.js";
import { Pages } from "./pages.js";
import { acceptPictures, choosePicture } from "./pictures.js";
import { offerResults, showBuild } from "./results.js";
import { editSettings } from "./settings.js";

let edition = "standard";
let events = null;
let state = null;
let failure = null;
let isOpening = false; // whether the pages of the chapter that was opened last are still to come

const pages = new Pages({ onPlace: go });
const editor = new Editor({ onCaret: (line) => pages.show(line), onFailure: fail, onPicture: choosePicture });
const findings = new Findings({ onGo: (finding) => open(finding.path, finding), onMend: mend });
const chapters = new Chapters({ onOpen: open, onMoves: follow });

async function open(path, place = {}) {
  const isOther = path !== editor.path;
  await editor.open(path, place);
  if (isOther) {
    isOpening = true;
    history.replaceState(null, "", `#${encodeURIComponent(path)}`);
    connect();
  }
  if (place.line) pages.show(place.line);
}

function follow(moves) {
  const before = editor.path;
  editor.follow(moves);
  if (editor.path !== before) {
    history.replaceState(null, "", `#${encodeURIComponent(editor.path)}`);
    connect();
  }
}

async function go(point) {
  const place = await get("place", { edition, ...point });
  if (place.path) await open(place.path, place);
}

async function mend(fix) {
  await open(fix.path, { line: fix.line });
  editor.mend(fix);
}

function fail(error) {
  failure = error;
  showStatus();
  if (state) showConflict(state.text);
}

function connect() {
  events?.close();
  let isFirst = true;
  events = new EventSource(`events?${new URLSearchParams({ edition, chapter: editor.path })}`);
  events.onmessage = (event) => {
    const news = JSON.parse(event.data);
    if (isFirst) news.splice[1] = pages.count; // all of them; later messages have what is new
    isFirst = false;
    update(news);
  };
  events.onopen = () => {
    isFirst = true;
    pages.choose(edition, Boolean(find("edition").selectedOptions[0].closest(".products")));
    fail(null);
  };
  events.onerror = () => {
    fail(new Error("The program has stopped"));
    if (events.readyState === EventSource.CLOSED) setTimeout(connect, 1000);
  };
}

function update(news) {
  state = { ...state, ...news };
  const { title, text } = state;
  if (title && title !== document.title) find("title").textContent = document.title = title;
  if (news.splice || news.blocks) pages.update(news.splice ?? [0, 0, []], state.blocks);
  if (isOpening && state.blocks.length) {
    isOpening = false;
    pages.show(editor.line, { isAtOnce: true });
  }
  if (news.findings) findings.update(news.findings, editor.path);
  if (news.chapters || news.findings) chapters.update(state.chapters, editor.path, state.findings);
  find("old").hidden = !state.isOld;
  find("pages").classList.toggle("is-old", state.isOld);
  showBuild(state.build);
  showStatus();
  showConflict(text);
  if (text.path) editor.refresh(text);
}

function showStatus() {
  const words = () => {
    if (failure) return ["bad", `${failure.message}. Your text stays in this window: start the program again, and it goes on here.`];
    if (!state) return ["busy", "Starting…"];
    if (state.isOld) return ["bad", "Something has to be mended"];
    if (!state.isWhole) {
      const count = state.total ? ` ${state.done} of ${state.total}` : "";
      return ["busy", state.findings.some((one) => one.severity === "error") ? "Something has to be mended" : `Setting all pages${count}…`];
    }
    if (!state.isSettled || editor.isAhead(state.text)) return ["busy", "Fitting the pages…"];
    return ["good", `${state.measure}, as they will be printed`];
  };
  const [kind, text] = words();
  find("status").dataset.kind = kind;
  if (find("status-words").textContent !== text) find("status-words").textContent = text;
}

function showConflict(text) {
  const box = find("conflict");
  const kind = editor.clash !== null ? editor.clash : text.onDisk !== null && text.onDisk !== undefined ? text.onDisk : text.isGone ? "gone" : null;
  if (box.dataset.kind === String(kind)) return;
  box.dataset.kind = String(kind);
  box.hidden = kind === null;
  if (kind === null) return box.replaceChildren();
  const isClash = editor.clash !== null;
  const choose = async (isMine) => {
    await (isClash ? editor.choose(isMine) : editor.keep(isMine));
    showConflict(state.text);
  };
  const button = (label, isMine) => make("button", { type: "button", onclick: () => choose(isMine) }, label);
  if (text.isGone && !isClash) {
    box.replaceChildren(
      make("p", {}, make("strong", {}, "The file of this chapter has gone."), " What you see is still here."),
      button("Write the file again", true),
    );
    return;
  }
  box.replaceChildren(
    make("p", {}, make("strong", {}, `Another ${isClash ? "window" : "program"} has changed this chapter, too.`), " Nothing has been overwritten. Which text should stay?"),
    make("details", {}, make("summary", {}, "The other text"), make("pre", { tabindex: "0" }, kind)),
    make("div", { class: "row" }, button("Keep mine", true), button("Take the other", false)),
  );
}

acceptPictures();
acceptImports(async (path) => {
  if (find("desk").hidden) await begin(path);
  else await open(path);
});
offerResults(() => ({ edition, chapter: editor.path }));
find("settings").addEventListener("click", () => editSettings(() => open("booklet.toml")));
find("text").addEventListener("input", showStatus);

find("edition").addEventListener("change", (event) => {
  edition = event.target.value;
  connect();
});

find("welcome-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    const { path } = await post("chapters", Object.fromEntries(new FormData(event.target)));
    await begin(path);
    find("text").focus();
  } catch (error) {
    find("welcome-problem").textContent = [error.message, error.hint].filter(Boolean).join(" – ");
  }
});

async function begin(path) {
  find("welcome").hidden = true;
  find("desk").hidden = find("controls").hidden = find("status").hidden = false;
  if (path) await open(path);
  else connect();
}

const first = decodeURIComponent(location.hash.slice(1));
if (document.body.dataset.isNew) {
  find("desk").hidden = find("controls").hidden = find("status").hidden = true;
  find("welcome").hidden = false;
  find("welcome-title").focus();
} else {
  const { chapters: listed } = await get("chapters");
  const path = listed.some((one) => one.path === first) ? first : listed[0]?.path;
  begin(path);
}
