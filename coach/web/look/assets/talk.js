/* The room for the talk: its parts, how it looks, and what can be pressed in it. Words go to and fro by exchange.js.
 *
 * What stands beside it (aloud.js, tools.js, ladder.js) is given the room: `say` and `tell` words, `put` some into the box, `stop` a reply, ask at
 * `path`, end with `leaving.signal`. It hears of a reply by `begins()` and `says(turn, text, whole)`. */

import { ask, Refusal } from "./ask.js";
import { Aloud } from "./aloud.js";
import { Box } from "./box.js";
import { Clock } from "./clock.js";
import { Exchange } from "./exchange.js";
import { Ladder } from "./ladder.js";
import { Notice } from "./notice.js";
import { Said } from "./said.js";
import { Tools } from "./tools.js";

class CoachTalk extends HTMLElement {
  connectedCallback() {
    this.id_ = this.dataset.id;
    this.path = `/talks/${this.id_}`;
    this.words = JSON.parse(this.dataset.words);
    this.busy = true;
    this.leaving = new AbortController();
    const say = (key, values) => this.say(key, values);
    const part = (name) => this.querySelector(`[data-${name}]`);
    this.notice = new Notice(part("state"), say);
    this.said = new Said(part("turns"), part("latest"), this.dataset.name, say, this.leaving.signal);
    this.exchange = new Exchange(this);
    this.box = new Box(this.querySelector("textarea"), this, () => this.exchange.send());
    this.voice = part("voice");
    this.clock = new Clock(part("clock"), this.id_, (gone, paused) => this.clocked(gone, paused), this.leaving.signal);
    this.others = new BroadcastChannel(`coach:${this.id_}`);
    this.others.onmessage = () => !this.busy && this.exchange.sync();
    this.listen(this.leaving.signal);
    this.aloud = new Aloud(this);
    this.tools = new Tools(this);
    this.ladder = new Ladder(this);
    this.exchange.sync();
  }

  disconnectedCallback() {
    this.leaving.abort();
    this.clock.halt();
    this.others.close();
    this.aloud.close();
  }

  listen(signal) {
    const on = (target, event, act) => target.addEventListener(event, act, { signal });
    on(this.querySelector("form.composer"), "submit", (event) => (event.preventDefault(), this.exchange.send()));
    on(this.querySelector("[data-stop]"), "click", () => this.stop());
    on(this.querySelector("[data-end]"), "click", () => this.end());
    on(this.querySelector("[data-end-no]"), "click", ({ target }) => fold(target.closest("details")));
    this.querySelectorAll("details.fold").forEach((sheet) => on(sheet, "toggle", () => {
      if (sheet.open) this.querySelectorAll("details.fold[open]").forEach((other) => (other.open = other === sheet));
    }));
    on(this, "keydown", ({ key, target }) => key === "Escape" && fold(target.closest("details.fold[open]")));
    on(document, "visibilitychange", () => !document.hidden && !this.busy && this.exchange.sync());
    on(window, "online", () => this.exchange.again?.());
    if (window.visualViewport) on(visualViewport, "resize", () => this.fit());
    this.fit();
  }

  /* What it says. */

  /** The words of this page. */
  say(key, values = {}) {
    return this.words[key].replace(/\{(\w+)\}/g, (_, name) => values[name] ?? this.dataset[name] ?? "");
  }

  clocked(gone, paused) {
    return this.say(paused ? "clock_paused" : "clock", { gone, minutes: this.dataset.minutes });
  }

  tell(sentence, action) {
    this.notice.tell(sentence, action);
  }

  told(fault) {
    this.tell(fault instanceof Refusal ? fault.message : this.say("lost"));
  }

  /** To whoever listens to the page: what the member said, and what could be seen of them. */
  announce({ text, sign }) {
    this.voice.textContent = [`${this.dataset.name}: ${text}`, sign].filter(Boolean).join(" ");
  }

  put(text) {
    this.box.put(text);
  }

  /* What ends a reply, or the talk. */

  async stop() {
    this.aloud.speaker.hush();
    await ask(`${this.path}/stop`, { method: "POST" }).catch((fault) => this.told(fault));
  }

  async end() {
    try {
      const { to } = await (await ask(`${this.path}/end`, { method: "POST" })).json();
      this.others.postMessage("more");
      location.assign(to);
    } catch (fault) {
      this.told(fault);
    }
  }

  /** `left`: why the member ended it, in words, where they did. */
  close(left) {
    const typing = this.contains(document.activeElement);
    this.set(true);
    this.classList.add("over");
    this.clock.end();
    const [key, page] = this.dataset.feedback === "yes" ? ["see_feedback", "feedback"] : ["reflect", "reflect"];
    const onward = this.notice.link(key, `/${page}?id=${this.id_}`);
    this.tell(left || this.say("ended"), onward);
    if (typing) onward.focus();  // what had the focus is gone
  }

  /* How it looks. */

  /** The talk as the server has it. */
  draw({ turns, hints }) {
    this.said.draw(turns);
    this.ladder.draw(hints);
  }

  set(busy, { replying = false, waiting = false } = {}) {
    const regained = this.busy && !busy && document.activeElement === document.body;
    Object.assign(this, { busy, waiting, replying });
    this.classList.toggle("replying", replying);
    this.setAttribute("aria-busy", String(replying));
    this.querySelector("[data-stop]").hidden = !replying;
    this.querySelector("[data-send]").hidden = replying;
    this.querySelector("[data-send]").disabled = busy || waiting;
    this.tools.update();
    this.ladder.update();
    if (regained && matchMedia("(hover: hover)").matches) this.box.focus();
  }

  /** Keeps the box above a phone's keyboard. */
  fit() {
    const near = this.said.near();
    if (window.visualViewport) this.style.setProperty("--seen", `${visualViewport.height}px`);
    this.said.down(near);
  }
}

/** Close a sheet, with the focus on what opened it. */
function fold(sheet) {
  if (!sheet) return;
  sheet.open = false;
  sheet.querySelector("summary").focus();
}

customElements.define("coach-talk", CoachTalk);
