/* The facilitators' room: one text, shown as a form and as a file, with what the checks say beside it. */

import { ask, Refusal } from "./ask.js";
import { watchForms } from "./forms.js";
import { watchTrying } from "./studio_try.js";

const WAIT_MS = 350;
/** A card is never larger. */
const LARGEST_CARD = 5_000_000;

export const $ = (selector, within = document) => within.querySelector(selector);
const words = JSON.parse($("#studio-words").textContent);

/** The words of a key, with its values. */
export function word(key, values = {}) {
  return words[key].replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** An element with text and attributes. */
export function make(name, text = "", attributes = {}) {
  const made = document.createElement(name);
  made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

const KINDS = { error: word("mend"), warning: word("hint"), note: word("note") };
export const sentence = (fault) => (fault instanceof Refusal ? fault.message : word("lost"));

watchForms(document);
if ($("#card-form")) watchCard($("#card-form"));
if ($("#member")) watchMember($("#member"));

function watchCard(form) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const file = form.elements.card.files[0];
    const status = $("[role=status]", form);
    if (!file) return status.replaceChildren(make("p", word("card_none"), { role: "alert" }));
    if (file.size > LARGEST_CARD) return status.replaceChildren(make("p", word("card_too_large"), { role: "alert" }));
    try {
      const { to, lost } = await (await ask("/studio/card", { method: "POST", body: { text: await file.text() } })).json();
      if (!lost.length) return location.assign(to);
      const list = make("ul");
      list.append(...lost.map((what) => make("li", what)));
      status.replaceChildren(make("p", word("card_lost")), list, make("a", word("card_open"), { class: "button primary", href: to }));
    } catch (fault) {
      status.replaceChildren(make("p", sentence(fault), { role: "alert" }));
    }
  });
}

function watchMember(page) {
  const start = JSON.parse($("#start").textContent);
  const at = `/studio/${encodeURIComponent(start.file)}`;
  const box = $("#text");
  const mine = `coach.studio.${start.file}`;
  let { text, stamp } = start;
  let saved = text;
  let view = "form";
  let section = "who";
  const pending = new Map();
  let timer;
  let work = Promise.resolve();

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

  function keep() {
    try {
      if (text === saved) localStorage.removeItem(mine);
      else localStorage.setItem(mine, text);
    } catch {
      /* A browser that keeps nothing: saving still works. */
    }
    if (text !== saved) tell(word("unsaved"));
  }

  function take(shown, { form = false } = {}) {
    text = shown.text;
    box.value = text;
    if (form) drawForm(shown.form);
    show(shown);
    keep();
  }

  function drawForm(html) {
    const open = new Set([...$("#form").querySelectorAll("details[open]")].map((one) => one.dataset.place));
    if (html) $("#form").innerHTML = html; // drawn by the server from templates that escape
    else $("#form").replaceChildren(make("p", word("mend_text"), { class: "fault" }));
    for (const one of $("#form").querySelectorAll("details")) one.open = open.has(one.dataset.place);
    go(section);
  }

  function go(name) {
    section = name;
    for (const one of $("#form").querySelectorAll("section")) one.hidden = one.id !== `section-${name}`;
    for (const one of $("#form").querySelectorAll("[data-section]")) mark(one, one.dataset.section === name);
  }
  function mark(button, here) {
    if (here) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }

  /** Puts each finding beside its field, counts those that must be mended, and lists them all. */
  function show({ findings, state }) {
    for (const old of page.querySelectorAll(".said-of")) old.remove();
    for (const old of page.querySelectorAll("[data-wrong]")) delete old.dataset.wrong;
    for (const old of page.querySelectorAll("[aria-invalid]")) old.removeAttribute("aria-invalid");
    const fields = new Map([...$("#form").querySelectorAll("[data-place]")].map((one) => [one.dataset.place, one]));
    const list = $("#findings ul");
    list.replaceChildren();
    if (!findings.length) list.append(make("li", word("all_good")));
    for (const one of findings) {
      const field = nearest(fields, one.place);
      if (field) beside(field, one);
      const button = make("button", "", { type: "button" });
      button.append(make("strong", `${KINDS[one.severity]} `), `${one.what}. ${one.mend} `);
      if (one.line) button.append(make("span", word("line_short", { line: one.line }), { class: "quiet" }));
      button.addEventListener("click", () => (view === "text" || !field ? toLine(one.line) : toField(field)));
      const entry = make("li", "", { class: one.severity });
      entry.append(button);
      list.append(entry);
    }
    const badge = $("#state");
    badge.textContent = word(`state.${state}`);
    badge.className = `badge ${state}`;
  }

  function nearest(fields, place) {
    for (let end = place.length; end > 0; end -= 1) {
      const found = fields.get(pythonic(place.slice(0, end)));
      if (found) return found;
    }
    return null;
  }
  const pythonic = (place) => `[${place.map((step) => JSON.stringify(step)).join(", ")}]`;

  function beside(field, one) {
    const holder = field.closest(".field") ?? field;
    let place = [...holder.children].find((child) => child.classList.contains("said-of"));
    if (!place) {
      place = make("div", "", { class: "said-of" });
      if (holder.tagName === "DETAILS" || holder.classList.contains("part")) holder.children[0].after(place);
      else holder.append(place);
    }
    place.append(make("p", `${one.what}. ${one.mend}`, { class: one.severity }));
    if (one.severity !== "error") return;
    if (field.dataset.kind) field.setAttribute("aria-invalid", "true");
    for (let up = field.closest("details"); up; up = up.parentElement.closest("details")) add($("summary", up));
    const name = field.closest("section")?.id.replace("section-", "");
    if (name) add($(`[data-section="${name}"]`));
  }
  const add = (place) => (place.dataset.wrong = Number(place.dataset.wrong ?? 0) + 1);

  function toField(field) {
    look("form").then(() => {
      const now = [...$("#form").querySelectorAll("[data-place]")].find((one) => one.dataset.place === field.dataset.place);
      go(now.closest("section").id.replace("section-", ""));
      for (let up = now.closest("details"); up; up = up.parentElement.closest("details")) up.open = true;
      now.scrollIntoView({ block: "center" });
      now.focus();
    });
  }
  function toLine(line) {
    look("text").then(() => {
      const lines = box.value.split("\n");
      const from = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
      box.focus();
      box.setSelectionRange(from, from + (lines[line - 1]?.length ?? 0));
      box.scrollTop = Math.max(0, (line - 8) * (box.scrollHeight / lines.length));
    });
  }

  function later(job) {
    clearTimeout(timer);
    timer = setTimeout(job, WAIT_MS);
  }
  /** Sends what was typed into the form. */
  function flush() {
    clearTimeout(timer);
    if (view === "text") return box.value === text ? work : lookAnew();
    return queue(async () => {
      if (!pending.size) return;
      const edits = [...pending.values()];
      pending.clear();
      try {
        take(await post("edit", { text, edits }));
      } catch (fault) {
        for (const edit of edits) if (!pending.has(pythonic(edit.place))) pending.set(pythonic(edit.place), edit);
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
      drawForm(shown.form);
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

  function valueOf(field) {
    switch (field.dataset.kind) {
      case "texts":
        return field.value.split("\n").map((line) => line.trim()).filter(Boolean);
      case "check":
        return field.checked;
      case "choices":
        return [...field.querySelectorAll("input:checked")].map((one) => one.value);
      case "number":
        return field.value.trim() === "" ? "" : Number.isNaN(Number(field.value)) ? field.value : Number(field.value);
      default:
        return field.value.replaceAll("\n", " ").trim();
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
    const { section: to, view: shown, add: longer, drop: shorter, version } = button.dataset;
    if (to) go(to);
    if (shown) look(shown);
    if (longer || shorter) {
      const place = JSON.parse(longer ?? shorter);
      flush();
      queue(async () => {
        take(await post(longer ? "add" : "drop", { text, place }), { form: true });
        if (longer) {
          const all = $("#form").querySelectorAll(`[data-add='${longer}']`)[0].closest("fieldset").querySelectorAll(":scope > details");
          all[all.length - 1].open = true;
          $("summary", all[all.length - 1]).focus();
        }
      });
    }
    if (version) {
      queue(async () => {
        const old = await (await ask(`${at}/versions/${version}`)).json();
        take(await post("look", { text: old.text }), { form: true });
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
      $(".studio-who h1").textContent = nameOf() || $(".studio-who h1").textContent;
    });
  }
  const nameOf = () => [...$("#form").querySelectorAll("[data-kind]")].find((one) => one.dataset.place === '["name"]')?.value;

  function banner(said = "", ...buttons) {
    const place = $("#banner");
    place.hidden = !said;
    place.replaceChildren(make("p", said), ...buttons.map(([label, act]) => {
      const button = make("button", label, { type: "button", class: "button small" });
      button.addEventListener("click", act);
      return button;
    }));
  }
  /** The file on the disk is another one than this text came from. */
  function differs(other) {
    banner(
      word("changed"),
      [word("load_other"), () => queue(async () => {
        const own = text;
        stamp = other.stamp;
        saved = other.text;
        take(await post("look", { text: other.text }), { form: true });
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
      word("kept_text"),
      [word("take_up"), () => queue(async () => {
        take(await post("look", { text: own }), { form: true });
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
    take(await post("look", { text: now.text }), { form: true });
    tell(word("reloaded"));
  }));
  addEventListener("beforeunload", (event) => {
    if (text !== saved || pending.size) event.preventDefault();
  });

  watchTrying(at, { ready: async () => { await flush(); return text; }, take: (shown) => take(shown, { form: true }) });
  go(section);
  look("form");
  show(start);
  const kept = localStorage.getItem(mine);
  if (kept && kept !== text) offer(kept);
}
