// Files of other programs, chosen or dropped: their texts become chapters, and every word is counted.

import { ask, find, make } from "./dom.js";
import { sendFile } from "./http.js";
import { showBuild } from "./results.js";

const chooser = find("import-file");

export function acceptImports(onChapter) {
  for (const button of document.querySelectorAll(".import")) button.addEventListener("click", () => chooser.click());
  chooser.addEventListener("change", async () => {
    const files = [...chooser.files];
    chooser.value = "";
    await take(files, onChapter);
  });
  document.addEventListener("dragover", (event) => {
    if (event.dataTransfer.types.includes("Files")) event.preventDefault();
  });
  document.addEventListener("drop", (event) => {
    if (event.defaultPrevented || !event.dataTransfer.files.length) return;
    event.preventDefault(); // else the window would go to the file
    if (find("dialog").open) return;
    take([...event.dataTransfer.files], onChapter);
  });
}

async function take(files, onChapter, isUpdate = false) {
  const parts = [];
  const outdated = [];
  let first = null;
  for (const file of files) {
    showBuild({ what: "import", total: 0 });
    try {
      const ledger = await sendFile("import", file, "application/octet-stream", isUpdate ? { update: "yes" } : {});
      first ??= ledger.chapters[0]?.path;
      parts.push(...tell(file, ledger));
      if (ledger.chapters.some((one) => one.isOutdated)) outdated.push(file);
    } catch (error) {
      parts.push(make("h3", {}, `‘${file.name}’ cannot be imported`), make("p", {}, [error.message, error.hint].filter(Boolean).join(" – ")));
    } finally {
      showBuild(null);
    }
  }
  if (!parts.length) return;
  if (outdated.length) {
    const update = () => find("dialog").close("update");
    parts.push(make("div", { class: "row" }, make("button", { type: "button", class: "mend", onclick: update }, "Bring up to date what was imported before")));
  }
  const shown = ask("What became of it", [make("div", { class: "ledger", tabindex: "0" }, ...parts)], "Close", () => true);
  find("dialog-ok").focus();
  await shown;
  if (find("dialog").returnValue === "update") return take(outdated, onChapter, true);
  if (first) await onChapter(first);
}

function tell(file, { chapters, words, listed, findings, report }) {
  const number = (count) => count.toLocaleString("en-GB");
  return [
    make("h3", {}, file.name),
    make("p", {}, `${number(words)} words read = ${number(words - listed)} in the chapters + ${number(listed)} listed in the report.`),
    make("ul", {}, ...chapters.map(({ path, told }) => make("li", {}, make("strong", {}, path), ` – ${told}`))),
    ...findings.map(({ problem, hint }) => make("p", {}, `${problem[0].toUpperCase()}${problem.slice(1)}. `, make("span", { class: "small" }, hint))),
    make("details", {}, make("summary", {}, "The report, word by word"), make("pre", {}, report)),
  ];
}
