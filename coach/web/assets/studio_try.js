/* Talking with a draft, and rehearsing it. */

import { ask } from "./ask.js";
import { $, make, word, sentence } from "./studio.js";

/** `ready` gives the editor's text once all that was typed is in it. */
export function watchTrying(at, { ready }) {
  let conversation = null;
  let busy = false;

  async function exchange(said) {
    if (busy) return;
    busy = true;
    const form = $("#say");
    form.toggleAttribute("data-busy", true);
    try {
      const text = await ready();
      const answer = await ask(`${at}/say`, { method: "POST", body: { text, conversation, said } });
      const { conversation: now, fold } = await answer.json();
      conversation = now;
      $("#fold").innerHTML = fold; // drawn by the server from a template that escapes
      form.elements.said.value = "";
      draw();
    } catch (fault) {
      const wrong = make("li", sentence(fault), { role: "alert" });
      $("#said").append(wrong);
      wrong.scrollIntoView({ block: "nearest" });
    } finally {
      busy = false;
      form.removeAttribute("data-busy");
    }
  }

  function draw() {
    $("#said").replaceChildren(...conversation.turns.map((turn) => {
      const one = make("li", "", { class: `said ${turn.speaker}` });
      one.append(make("span", turn.text, { class: "words" }));
      return one;
    }));
    $("#said").lastElementChild?.scrollIntoView({ block: "nearest" });
  }

  $("#say").addEventListener("submit", (event) => {
    event.preventDefault();
    const said = event.target.elements.said.value.trim();
    if (said) exchange(said);
  });
  $("#say textarea").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      $("#say").requestSubmit();
    }
  });
  $("#anew").addEventListener("click", () => {
    conversation = null;
    exchange("");
  });
  $("[data-view=try]").addEventListener("click", () => conversation ?? exchange(""));

  $("#rehearse").addEventListener("click", async (event) => {
    const place = $("#rehearsal");
    event.target.disabled = true;
    place.replaceChildren(make("p", word("rehearsing"), { class: "quiet" }));
    try {
      const text = await ready();
      place.innerHTML = await (await ask(`${at}/rehearse`, { method: "POST", body: { text } })).text();
    } catch (fault) {
      place.replaceChildren(make("p", sentence(fault), { role: "alert" }));
    } finally {
      event.target.disabled = false;
    }
  });
}
