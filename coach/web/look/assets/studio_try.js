/* Talking with a draft, correcting what rings false, and rehearsing it. */

import { ask } from "./ask.js";
import { $, make, sentence, word } from "./studio_page.js";

/** `ready` gives the editor's text once all that was typed is in it; `take` puts another into the editor. */
export function watchTrying(at, { ready, take }) {
  let conversation = null;
  let begun = false;
  let before = Promise.resolve();

  /** One after the other: what is said while the opening, or an answer, is still being made waits for it. */
  function exchange(said) {
    before = before.then(() => exchanged(said));
  }

  async function exchanged(said) {
    const form = $("#say");
    form.toggleAttribute("data-busy", true);
    try {
      const text = await ready();
      const answer = await ask(`${at}/say`, { method: "POST", body: { text, conversation, said } });
      const { conversation: now, fold } = await answer.json();
      conversation = now;
      $("#fold").innerHTML = fold; // drawn by the server from a template that escapes
      draw();
    } catch (fault) {
      begun = conversation !== null;
      form.elements.said.value = [said, form.elements.said.value].filter(Boolean).join("\n");
      const wrong = make("li");
      wrong.append(make("p", sentence(fault), { role: "alert" }));
      $("#said").append(wrong);
      wrong.scrollIntoView({ block: "nearest" });
    } finally {
      form.removeAttribute("data-busy");
    }
  }

  function draw() {
    $("#said").replaceChildren(...conversation.turns.map((turn, place) => {
      const one = make("li", "", { class: `said ${turn.speaker}` });
      one.append(make("span", turn.text, { class: "words" }));
      if (turn.speaker === "member") {
        const button = make("button", word("doubt"), { type: "button", class: "button small" });
        button.addEventListener("click", () => doubt(one, place + 1));
        one.append(button);
      }
      return one;
    }));
    $("#said").lastElementChild?.scrollIntoView({ block: "nearest" });
  }

  /** Asks below a reply what rings false about it. */
  async function doubt(reply, number) {
    $("#said .doubt")?.remove();
    $("#corrected").replaceChildren();
    const holder = make("div");
    reply.append(holder);
    try {
      const drawn = await ask(`${at}/doubt`, { method: "POST", body: { text: await ready(), conversation, number } });
      holder.innerHTML = await drawn.text(); // drawn by the server from a template that escapes
    } catch (fault) {
      return holder.append(make("p", sentence(fault), { role: "alert" }));
    }
    const form = $("form", holder);
    $("[data-close]", form).addEventListener("click", () => holder.remove());
    form.addEventListener("submit", (event) => correct(event, form, number));
    form.elements.better.focus();
    form.scrollIntoView({ block: "nearest" });
  }

  async function correct(event, form, number) {
    event.preventDefault();
    const { part, better, words, why, keep } = form.elements;
    const doubt = { part: Number(part.value), better: better.value, words: words.value, why: why.value, keep: keep.checked };
    const button = $("button.primary", form);
    button.disabled = true;
    try {
      const body = { text: await ready(), conversation, number, doubt };
      const made = await (await ask(`${at}/correct`, { method: "POST", body })).json();
      take(made);
      conversation = made.conversation;
      $("#fold").innerHTML = made.fold; // both drawn by the server from templates that escape
      draw();
      $("#corrected").innerHTML = made.said;
    } catch (fault) {
      $("[role=alert]", form).textContent = sentence(fault);
      button.disabled = false;
    }
  }

  $("#say").addEventListener("submit", (event) => {
    event.preventDefault();
    const box = event.target.elements.said;
    const said = box.value.trim();
    box.value = ""; // sent once, however often Enter is pressed
    if (said) exchange(said);
  });
  $("#say textarea").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      $("#say").requestSubmit();
    }
  });
  $("#anew").addEventListener("click", () => {
    $("#corrected").replaceChildren();
    begin();
  });
  $("[data-view=try]").addEventListener("click", () => begun || begin());

  function begin() {
    begun = true;
    before = before.then(() => (conversation = null));
    exchange("");
  }

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
