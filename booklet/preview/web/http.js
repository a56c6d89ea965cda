// Requests to the program on this computer; addresses are relative to the page's own.

export class Refused extends Error {
  constructor(status, values) {
    super(values.problem || "This computer did not answer.");
    this.status = status;
    this.values = values;
    this.hint = values.hint || "";
  }
}

export async function get(address, values = {}) {
  return answer(await fetch(`${address}?${new URLSearchParams(values)}`));
}

export async function post(address, values) {
  const headers = { "Content-Type": "application/json" };
  return answer(await fetch(address, { method: "POST", headers, body: JSON.stringify(values) }));
}

export async function sendFile(address, file, type = file.type, values = {}) {
  const headers = { "Content-Type": type };
  const query = new URLSearchParams({ name: file.name, ...values });
  return answer(await fetch(`${address}?${query}`, { method: "POST", headers, body: file }));
}

async function answer(response) {
  let values = {};
  try {
    values = await response.json();
  } catch {
    // An answer without JSON has nothing to say.
  }
  if (!response.ok) throw new Refused(response.status, values);
  return values;
}
