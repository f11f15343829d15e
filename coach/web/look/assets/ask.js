/* Asking the server: answers and errors as sentences. */

/** An answer that says no: `message` is what happened, `mend` what to do. */
export class Refusal extends Error {
  constructor(message, mend = "", status = 0) {
    super([message, mend].filter(Boolean).join(" "));
    this.status = status;
  }
}

/** The response to a request. Throws Refusal where the server says no, TypeError where nothing answers, or only a proxy. */
export async function ask(path, { method = "GET", body, sound } = {}) {
  const sent = sound ?? (body === undefined ? (method === "GET" ? undefined : "") : JSON.stringify(body));
  const headers = sound || body === undefined ? {} : { "Content-Type": "application/json" };
  const response = await fetch(path, { method, headers, body: sent });
  if (response.ok) return response;
  const said = await response.json().catch(() => ({}));
  if (!said.message && response.status > 501) throw new TypeError(`${response.status} from a proxy`);
  throw new Refusal(said.message ?? `${response.status}`, said.mend, response.status);
}

/** The objects of a response that sends one a line, as they come. */
export async function* lines(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    rest += value;
    const whole = rest.split("\n");
    rest = whole.pop();
    for (const line of whole) if (line) yield JSON.parse(line);
  }
}
