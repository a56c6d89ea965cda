// What the author should look at: where, what, what to do, and a button where there is one answer.

import { find, make, refill } from "./dom.js";

const WORDS = { error: "Mend this", warning: "Look at this", note: "Good to know" };
const ORDER = ["error", "warning", "note"];

export class Findings {
  #said = "";

  constructor({ onGo, onMend }) {
    this.onGo = onGo;
    this.onMend = onMend;
  }

  update(findings, path) {
    const said = JSON.stringify([findings, path]);
    if (said === this.#said) return;
    this.#said = said;
    const sorted = [...findings].sort(
      (one, other) =>
        ORDER.indexOf(one.severity) - ORDER.indexOf(other.severity) ||
        (other.path === path) - (one.path === path) ||
        one.line - other.line,
    );
    const serious = findings.filter((one) => one.severity !== "note").length;
    const name = serious === 0 ? "Nothing to mend" : serious === 1 ? "1 thing to look at" : `${serious} things to look at`;
    find("findings-name").textContent = name;
    find("findings-box").classList.toggle("is-clear", findings.length === 0);
    const list = find("findings");
    refill(list, () => list.replaceChildren(...sorted.map((one) => this.#item(one, path))));
  }

  #item(finding, path) {
    const file = finding.path === path ? "" : finding.path.replace(/^chapters\//, "");
    const where = [file, finding.line ? `line ${finding.line}` : ""].filter(Boolean).join(", ");
    const problem = finding.problem.charAt(0).toUpperCase() + finding.problem.slice(1);
    const item = make(
      "li",
      { class: finding.severity },
      make("p", { class: "problem" }, make("span", { class: "severity" }, WORDS[finding.severity]), ` ${problem}.`),
      make("p", { class: "hint" }, finding.hint),
    );
    const row = make("div", { class: "row" });
    if (finding.fix) {
      const { old, new: text } = finding.fix;
      const label = old && text ? `Change ‘${old}’ to ‘${text}’` : text ? `Put in ‘${text}’` : `Take out ‘${old}’`;
      row.append(make("button", { type: "button", class: "mend", onclick: () => this.onMend(finding.fix) }, label));
    }
    if (where && finding.path) {
      row.append(make("button", { type: "button", class: "quiet", onclick: () => this.onGo(finding) }, `Go to ${where}`));
    }
    if (row.childElementCount) item.append(row);
    return item;
  }
}
