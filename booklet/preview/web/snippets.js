// What the toolbar puts in. Words in [your …] are selected, to be written over; the program reminds
// of those that stay.

export const SNIPPETS = [
  { name: "heading", isSmall: true, label: "Heading", text: "## [your heading]" },
  { name: "bold", isSmall: true, label: "Bold", around: "**" },
  { name: "italic", isSmall: true, label: "Italic", around: "*" },
  { name: "rule", label: "Rule", list: true, text: "1. **[your rule in a few words]** – and what you mean by it." },
  { name: "reflect", label: "Reflect", text: "> [!reflect|lines-4]\n> [your question]" },
  { name: "discuss", label: "Discuss", text: "> [!discuss|min-10] In pairs\n> 1. [your first step]\n> 2. Tell each other why, with an example." },
  { name: "ifthen", label: "If–then", text: "> [!ifthen]\n> [your plan, and for how long]" },
  { name: "quiz", label: "Quiz", text: "> [!quiz|min-3]\n> 1. [your question]\n\n> [!answers]\n> 1. The answer; it is printed at the back." },
  { name: "picture", label: "Picture" },
  { name: "table", label: "Table", text: "| [your heading] | Who | By when |\n|------|-----|---------|\n|      |     |         |\n|      |     |         |" },
  { name: "note", label: "Note", note: true },
];
const PLACEHOLDER = /\[your [^\]]+\]/;

// Put a snippet in at the caret; the browser's own undo takes it out again.
export function insert(area, snippet) {
  if (snippet.around) return surround(area, snippet.around);
  if (snippet.note) return insertNote(area);
  let text = snippet.text;
  if (snippet.list) text = numbered(area, text);
  insertBlock(area, text);
}

export function insertBlock(area, text) {
  const { value, selectionStart: start } = area;
  const lineEnd = end(value, area.selectionEnd);
  const isInLine = value.slice(value.lastIndexOf("\n", start - 1) + 1, lineEnd).trim() !== "";
  const at = Math.max(isInLine ? lineEnd : start, bodyStart(value));
  const before = value.slice(0, at);
  const gap = before.trim() === "" ? "" : "\n".repeat(Math.max(0, 2 - /\n*$/.exec(before)[0].length));
  const after = value.slice(at);
  const tail = after.trim() === "" ? "\n" : "\n".repeat(Math.max(0, 2 - /^\n*/.exec(after)[0].length));
  replace(area, at, at, gap + text + tail);
  select(area, at + gap.length, text);
}

// A chapter's metadata, between two lines of hyphens, are no place for what stands on a page.
function bodyStart(value) {
  return /^---\n(?:.*\n)*?---\n/.exec(value)?.[0].length ?? 0;
}

function end(value, from) {
  const found = value.indexOf("\n", from);
  return found < 0 ? value.length : found;
}

function numbered(area, text) {
  const before = area.value.slice(0, end(area.value, area.selectionEnd));
  const last = [...before.matchAll(/^(\d+)\. \*\*/gm)].pop();
  const isNear = last && !/^(#|>)/m.test(before.slice(last.index));
  return isNear ? text.replace(/^1/, String(Number(last[1]) + 1)) : text;
}

function surround(area, mark) {
  const { selectionStart: start, selectionEnd: stop, value } = area;
  const words = value.slice(start, stop) || "words";
  replace(area, start, stop, mark + words + mark);
  area.setSelectionRange(start + mark.length, start + mark.length + words.length);
}

function insertNote(area) {
  const at = Math.max(area.selectionEnd, bodyStart(area.value));
  const known = new Set([...area.value.matchAll(/\[\^([^\]]+)\]/g)].map((found) => found[1]));
  let number = 1;
  while (known.has(String(number))) number += 1;
  replace(area, at, at, `[^${number}]`);
  const length = area.value.length;
  const gap = "\n".repeat(Math.max(0, 2 - /\n*$/.exec(area.value)[0].length));
  const text = `[^${number}]: [your source, and when you looked]`;
  replace(area, length, length, `${gap}${text}\n`);
  select(area, length + gap.length, text);
}

function select(area, at, text) {
  const found = PLACEHOLDER.exec(text);
  const start = found ? at + found.index : at + text.length;
  area.setSelectionRange(start, found ? start + found[0].length : start);
}

// Replace a part of the text so that it can be undone.
export function replace(area, start, stop, text) {
  area.focus();
  area.setSelectionRange(start, stop);
  const done = text
    ? document.execCommand("insertText", false, text)
    : document.execCommand("delete");
  if (!done) {
    area.setRangeText(text, start, stop, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
