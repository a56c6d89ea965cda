"use strict";
// Tells how many other devices have opened the page; asks this computer and nobody else.
const line = document.querySelector("[data-status]");
const advice = document.querySelector("details");
const until = line.textContent;

async function tell() {
  let devices;
  try {
    devices = (await (await fetch("status", { cache: "no-store" })).json()).devices;
  } catch {
    line.textContent = "Sharing has stopped.";
    return;
  }
  const said = devices === 0 ? "No other device has connected yet."
    : devices === 1 ? "One other device has connected." : `${devices} other devices have connected.`;
  const text = `${said} ${until}`;
  if (line.textContent !== text) line.textContent = text;
  if (devices === 0 && performance.now() > 60_000 && !advice.dataset.shown) {
    advice.open = true;
    advice.dataset.shown = "yes";
  }
  setTimeout(tell, 3000);
}
tell();
