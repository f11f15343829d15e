/* One member's page: one text, shown as a form and as a file, checked while it is written, and saved. */

import { ask, Refusal } from "./ask.js";
import { saveCard } from "./studio_card.js";
import { formIn, valueOf } from "./studio_form.js";
import { $, make, mark, sentence, word } from "./studio_page.js";
import { watchTrying } from "./studio_try.js";

const WAIT_MS = 350;

export function watchMember(page) {
  const start = JSON.parse($("#start").textContent);
  const at = `/studio/${encodeURIComponent(start.file)}`;
  const box = $("#text");
  const mine = `coach.studio.${start.file}`;
  let { text, stamp } = start;
  let saved = text;
  let view = "form";
  const pending = new Map();
  let timer;
  let work = Promise.resolve();
  const form = formIn($("#form"), $("#findings ul"), async (line, place) => {
    if (view === "text" || !place) return toLine(line);
    await look("form");
    form.reach(place);
  });

  /** One thing after the other, so that each change meets the text that the one before left. */
  function queue(job) {
    work = work.then(job).catch((fault) => tell(sentence(fault), true));
    return work;
  }
  const post = async (path, body) => (await ask(`${at}/${path}`, { method: "POST", body })).json();

  function tell(said, wrong = false) {
    const place = $("#saying");
    place.textContent = said;
    place.classList.toggle("wrong", wrong);
    place.setAttribute("role", wrong ? "alert" : "status");
  }

  function earlier() {
    try {
      return localStorage.getItem(mine);
    } catch {
      return null;
    }
  }
  /** Text that was not saved stays in this browser. */
  function keep() {
    try {
      if (text === saved) localStorage.removeItem(mine);
      else localStorage.setItem(mine, text);
    } catch {
      /* A browser that keeps nothing: saving still works. */
    }
    if (text !== saved) tell(word("unsaved"));
  }

  function take(shown, { redraw = false } = {}) {
    text = shown.text;
    box.value = text;
    if (redraw) form.draw(shown.form);
    show(shown);
    keep();
  }
  function show({ findings, left, left_said: leftSaid, state }) {
    form.show(findings, left, leftSaid);
    const badge = $("#state");
    badge.textContent = word(`state.${state}`);
    badge.className = `badge ${state}`;
  }
  /** Another whole text: an earlier version, one from the disk, or one that was set aside. */
  const replace = async (other) => take(await post("look", { text: other }), { redraw: true });

  async function toLine(line) {
    await look("text");
    const lines = box.value.split("\n");
    const from = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
    box.focus();
    box.setSelectionRange(from, from + (lines[line - 1]?.length ?? 0));
    box.scrollTop = Math.max(0, (line - 8) * (box.scrollHeight / lines.length));
  }

  function later(job) {
    clearTimeout(timer);
    timer = setTimeout(job, WAIT_MS);
  }
  /** Sends what was typed into the form or the file. */
  function flush() {
    clearTimeout(timer);
    if (view === "text") return box.value === text ? work : lookAnew();
    return queue(async () => {
      if (!pending.size) return;
      const edits = [...pending];
      pending.clear();
      try {
        take(await post("edit", { text, edits: edits.map(([, edit]) => edit) }));
      } catch (fault) {
        for (const [place, edit] of edits) if (!pending.has(place)) pending.set(place, edit);
        throw fault;
      }
    });
  }
  function lookAnew() {
    const typed = box.value;
    text = typed;
    keep();
    return queue(async () => {
      const shown = await post("look", { text: typed });
      if (box.value !== typed) return; // more was typed meanwhile, and will be looked at
      form.draw(shown.form);
      show(shown);
    });
  }

  async function look(name) {
    await flush();
    view = name;
    for (const one of page.querySelectorAll(".view")) one.hidden = one.id !== `view-${name}`;
    for (const one of page.querySelectorAll("[data-view]")) mark(one, one.dataset.view === name);
    $("#findings").hidden = !["form", "text"].includes(name);
    if (name === "versions") {
      $("#view-versions").innerHTML = await (await ask(`${at}/versions`)).text(); // drawn from a template that escapes
    }
  }

  $("#form").addEventListener("input", (event) => {
    const field = event.target.closest("[data-kind]");
    if (!field) return;
    const place = JSON.parse(field.dataset.place);
    pending.set(field.dataset.place, { place, value: valueOf(field), optional: "optional" in field.dataset });
    tell(word("unsaved"));
    later(flush);
  });
  box.addEventListener("input", () => later(lookAnew));
  page.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const { view: shown, version } = button.dataset;
    if (shown) look(shown);
    for (const change of ["add", "drop", "thin"]) {
      const place = button.dataset[change];
      if (!place) continue;
      flush();
      queue(async () => {
        take(await post(`part/${change}`, { text, place: JSON.parse(place) }), { redraw: true });
        if (change === "add") form.openLast(place);
      });
    }
    if (version) {
      queue(async () => {
        await replace((await (await ask(`${at}/versions/${version}`)).json()).text);
        tell(word("version_loaded"));
      });
    }
  });

  $("#save").addEventListener("click", save);
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "s") {
      event.preventDefault();
      save();
    }
  });
  function save() {
    flush();
    return queue(async () => {
      const response = await fetch(`${at}/save`, {
        method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ text, stamp }),
      });
      const shown = await response.json().catch(() => ({}));
      if (response.status === 409) return differs(shown);
      if (!response.ok) throw new Refusal(shown.message ?? `${response.status}`, shown.mend, response.status);
      stamp = shown.stamp;
      saved = shown.text;
      take(shown);
      banner();
      tell(shown.said);
      $(".studio-who h1").textContent = form.valueAt('["name"]') || $(".studio-who h1").textContent;
    });
  }
  $("#card").addEventListener("click", () => {
    flush();
    queue(() => saveCard(at, text, start.file, (...said) => banner(said, [word("card_close"), () => banner()])));
  });

  /** Says something above the page, with buttons; with nothing said it goes. */
  function banner(said = [], ...buttons) {
    const place = $("#banner");
    place.hidden = !said.length;
    place.replaceChildren(...said, ...buttons.map(([label, act]) => {
      const button = make("button", label, { type: "button", class: "button small" });
      button.addEventListener("click", act);
      return button;
    }));
    if (said.length) place.scrollIntoView({ block: "nearest" });
  }
  /** The file on the disk is another one than this text came from. */
  function differs(other) {
    banner(
      [make("p", word("changed"))],
      [word("load_other"), () => queue(async () => {
        const own = text;
        stamp = other.stamp;
        saved = other.text;
        await replace(other.text);
        offer(own);
        tell("");
      })],
      [word("save_mine"), () => {
        stamp = other.stamp;
        saved = other.text;
        save();
      }],
    );
  }
  /** Text that was not saved is offered, not lost. */
  function offer(own) {
    try {
      localStorage.setItem(mine, own);
    } catch {
      /* it is still in this page */
    }
    banner(
      [make("p", word("kept_text"))],
      [word("take_up"), () => queue(async () => {
        await replace(own);
        banner();
      })],
      [word("let_go"), () => {
        keep();
        banner();
      }],
    );
  }
  addEventListener("focus", () => queue(async () => {
    const now = await (await ask(`${at}/now`)).json();
    if (now.stamp === stamp) return;
    if (text !== saved || pending.size || (view === "text" && box.value !== text)) return differs(now);
    stamp = now.stamp;
    saved = now.text;
    await replace(now.text);
    tell(word("reloaded"));
  }));
  addEventListener("beforeunload", (event) => {
    if (text !== saved || pending.size) event.preventDefault();
  });

  watchTrying(at, { ready: async () => { await flush(); return text; }, take: (shown) => take(shown, { redraw: true }) });
  look("form");
  show(start);
  const kept = earlier();
  if (kept && kept !== text) offer(kept);
}
