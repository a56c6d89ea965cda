// Title, authors, colour, logo and day of the session as a form; all else is in the text.

import { ask, field, find, make } from "./dom.js";
import { get, post, sendFile } from "./http.js";

export async function editSettings(onText) {
  let shown;
  try {
    shown = await get("settings");
  } catch {
    return onText(); // something is wrong in the file; its findings are told below the text
  }
  const text = make("button", { type: "button", class: "quiet", onclick: () => find("dialog").close("text") }, "All settings as text");
  const fields = [
    field("Title", "title", { value: shown.title, maxlength: 200 }),
    field("Subtitle", "subtitle", { value: shown.subtitle, maxlength: 300 }),
    make("label", {}, "Authors, one on each line", make("textarea", { name: "authors", rows: "2" }, shown.authors.join("\n"))),
    make("div", { class: "pair" },
      field("Day of the session", "session", { type: "date", value: shown.session }),
      field("Colour of numerals and headings", "accent", { type: "color", value: shown.accent }),
    ),
    field("Logo: its file in the booklet’s folder", "logo", { value: shown.logo }),
    field("Another logo from this computer", "file", { type: "file", accept: find("picture-file").accept }),
    text,
  ];
  await ask("Title and settings", fields, "Save", async (form) => {
    const file = form.get("file");
    if (file.size) form.set("logo", `chapters/${(await sendFile("picture", file)).path}`);
    const values = {};
    for (const name of ["title", "subtitle", "session", "accent", "logo"]) {
      if (form.get(name) !== shown[name]) values[name] = form.get(name);
    }
    const authors = form.get("authors").split(/\r?\n/).map((one) => one.trim()).filter(Boolean);
    if (authors.join("\n") !== shown.authors.join("\n")) values.authors = authors;
    await post("settings", values);
  });
  if (find("dialog").returnValue === "text") onText();
}
