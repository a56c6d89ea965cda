// Pictures: chosen, dropped or pasted; what they show is asked for, then they stand in the text.

import { ask, field, find, make } from "./dom.js";
import { sendFile } from "./http.js";
import { insertBlock } from "./snippets.js";

const area = find("text");
const chooser = find("picture-file");

export function acceptPictures() {
  chooser.addEventListener("change", () => {
    if (chooser.files[0]) take(chooser.files[0]);
    chooser.value = "";
  });
  const pictureOf = (transfer) => [...(transfer?.files ?? [])].find((file) => file.type.startsWith("image/"));
  document.addEventListener("drop", (event) => {
    const picture = pictureOf(event.dataTransfer);
    if (!picture || find("desk").hidden || find("dialog").open) return;
    event.preventDefault();
    take(picture);
  });
  area.addEventListener("paste", (event) => {
    const picture = pictureOf(event.clipboardData);
    if (!picture || event.clipboardData.types.includes("text/plain")) return;
    event.preventDefault();
    take(picture);
  });
}

export const choosePicture = () => chooser.click();

async function take(file) {
  const decoration = make("label", { class: "check" }, make("input", { type: "checkbox", name: "decoration" }), " It is only decoration");
  const fields = [
    make("p", {}, `‘${file.name}’: say in a sentence what it shows, for people who do not see it.`),
    field("What it shows", "alt", { maxlength: 300 }),
    field("Caption, if it needs one", "caption", { maxlength: 300 }),
    decoration,
  ];
  const written = await ask("Put in a picture", fields, "Put it in", async (form) => {
    const alt = form.get("decoration") ? "" : form.get("alt").trim();
    if (!alt && !form.get("decoration")) throw new Error("Say what it shows, or that it is only decoration");
    const { path } = await sendFile("picture", file);
    const caption = form.get("caption").trim().replaceAll('"', "”");
    return `![${alt.replace(/[[\]]/g, "")}](${path}${caption ? ` "${caption}"` : ""})`;
  });
  if (written) insertBlock(area, written);  // now that the dialog has given the focus back
}
