/* The room for the talk: sends a turn, follows the reply while it is made, knows where the talk is.
 *
 * What stands beside it (aloud.js, tools.js, ladder.js) is given the room: `say` and `tell` words, `put` some into the box, `stop` a reply, ask at
 * `path`, end with `leaving.signal`. It hears of a reply by `begins()` and `says(turn, text, whole)`. */

import { ask, lines, Refusal } from "./ask.js";
import { Aloud } from "./aloud.js";
import { Box } from "./box.js";
import { Clock } from "./clock.js";
import { Ladder } from "./ladder.js";
import { Notice } from "./notice.js";
import { Said } from "./said.js";
import { Tools } from "./tools.js";

const RETRY_MS = [500, 1000, 2000, 4000, 8000];

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
    this.box = new Box(this.querySelector("textarea"), this, () => this.send());
    this.voice = part("voice");
    this.clock = new Clock(part("clock"), this.id_, (gone, paused) => this.clocked(gone, paused), this.leaving.signal);
    this.others = new BroadcastChannel(`coach:${this.id_}`);
    this.others.onmessage = () => !this.busy && this.sync();
    this.listen(this.leaving.signal);
    this.aloud = new Aloud(this);
    this.tools = new Tools(this);
    this.ladder = new Ladder(this);
    this.replies = 0;
    this.sync();
  }

  disconnectedCallback() {
    this.leaving.abort();
    this.clock.halt();
    this.others.close();
    this.aloud.close();
  }

  listen(signal) {
    const on = (target, event, act) => target.addEventListener(event, act, { signal });
    on(this.querySelector("form.composer"), "submit", (event) => (event.preventDefault(), this.send()));
    on(this.querySelector("[data-stop]"), "click", () => this.stop());
    on(this.querySelector("[data-end]"), "click", () => this.end());
    on(this.querySelector("[data-end-no]"), "click", ({ target }) => fold(target.closest("details")));
    this.querySelectorAll("details").forEach((sheet) => on(sheet, "toggle", () => {
      if (sheet.open) this.querySelectorAll("details[open]").forEach((other) => (other.open = other === sheet));
    }));
    on(this, "keydown", ({ key, target }) => key === "Escape" && fold(target.closest("details[open]")));
    on(document, "visibilitychange", () => !document.hidden && !this.busy && this.sync());
    on(window, "online", () => this.again?.());
    if (window.visualViewport) on(visualViewport, "resize", () => this.fit());
    this.fit();
  }

  /** The words that the page says. */
  say(key, values = {}) {
    return this.words[key].replace(/\{(\w+)\}/g, (_, name) => values[name] ?? this.dataset[name] ?? "");
  }

  clocked(gone, paused) {
    return this.say(paused ? "clock_paused" : "clock", { gone, minutes: this.dataset.minutes });
  }

  tell(sentence, action) {
    this.notice.tell(sentence, action);
  }

  button(key, act) {
    return this.notice.button(key, act);
  }

  put(text) {
    this.box.put(text);
  }

  told(fault) {
    this.tell(fault instanceof Refusal ? fault.message : this.say("lost"));
  }

  /* Knowing where the talk is. */

  async now() {
    return (await ask(this.path)).json();
  }

  /** Draw the talk as the server has it, and follow a reply under way. */
  async sync() {
    this.set(true);
    let talk;
    try {
      talk = await this.now();
    } catch (fault) {
      return away(fault) ? this.lost(fault) : this.tell(fault.message);
    }
    this.said.draw(talk.turns);
    this.ladder.draw(talk.hints);
    this.tools.settle();
    if (talk.ended) return this.close(talk.left);
    if (talk.live) return this.follow(() => ask(`${this.path}/reply`));
    this.set(false);
    if (this.said.last?.speaker === "organizer") return this.offerAnswer();
    this.tell(this.said.last || this.notice.kept ? this.notice.kept : this.say("first"));
    this.tools.showPause();
  }

  offerAnswer(why = "") {
    this.set(false, { waiting: true });
    const action = this.button("answer", () => this.follow(() => ask(`${this.path}/answer`, { method: "POST" })));
    this.tell(why || this.say("unanswered"), action);
  }

  /** The server can't be reached, or can't reach what it keeps: look for it until it is there. `text` is a turn that may
   * not have arrived. */
  async lost(fault, text = null, after = 0) {
    this.set(true);
    this.told(fault);
    for (let tries = 0; this.isConnected; tries += 1) {
      await new Promise((resolve) => {
        this.again = resolve;
        setTimeout(resolve, RETRY_MS[Math.min(tries, RETRY_MS.length - 1)]);
      });
      let talk;
      try {
        talk = await this.now();
      } catch (fault) {
        if (!away(fault)) return this.tell(fault.message);
        continue;
      }
      const arrived = text === null || talk.turns.length > after;
      if (arrived && text !== null) this.sent();
      await this.sync();
      if (!arrived) this.giveBack(text, fault instanceof Refusal ? fault.message : this.say("not_sent"));
      else if (!this.busy && this.notice.empty) this.tell(this.say("found"));
      return;
    }
  }

  /* A turn. */

  async send() {
    const text = this.box.value.trim();
    if (this.busy || this.waiting || !text || this.box.mind()) return;
    const after = this.said.turns.length;
    this.set(true);
    this.notice.kept = "";
    this.tell();
    this.said.fill(this.said.add(after + 1, "organizer"), { text });
    this.box.empty();
    this.said.down(true);
    this.clock.goOn();
    this.clock.start();
    let response;
    try {
      response = await ask(`${this.path}/turns`, { method: "POST", body: { text, after, spoken: this.aloud.spoken, clock: this.clock.gone / 1000 } });
    } catch (fault) {
      if (away(fault)) return this.lost(fault, text, after);
      this.said.bubble(after + 1)?.remove();
      this.giveBack(text, fault.message);
      return this.sync();
    }
    this.sent();
    this.said.turns.push({ speaker: "organizer", text });
    await this.follow(() => response);
  }

  sent() {
    this.aloud.forget();
    this.box.sent();
    this.others.postMessage("more");
  }

  giveBack(text, why) {
    this.box.giveBack(text);
    this.notice.kept = why;
    this.tell();
  }

  /** Show a reply as it comes. `start` gives the response that carries it. */
  async follow(start) {
    const mine = (this.replies += 1);
    this.set(true, { replying: true });
    this.tell();
    this.aloud.begins();
    const n = this.said.turns.length + 1;
    const bubble = this.said.coming(n);
    const words = bubble.querySelector(".words");
    try {
      const response = await start();
      if (response.status === 204) return await this.sync();
      for await (const piece of lines(response)) {
        if (mine !== this.replies) return; // its words are being taken back
        if (piece.kind === "text") {
          words.textContent += piece.text;
          this.aloud.says(n, words.textContent);
          this.said.down();
        } else if (piece.kind === "failed") {
          bubble.remove();
          return this.offerAnswer(piece.text);
        } else if (piece.kind === "done") {
          return await this.answered(n);
        }
      }
    } catch (fault) {
      if (mine !== this.replies) return;
      bubble.remove();
      if (away(fault)) return this.lost(fault);
      await this.sync();
      return this.tell(fault.message);
    }
    if (mine !== this.replies) return;
    bubble.remove();
    return this.lost();  // the stream broke off
  }

  /** Follow the reply under way no longer. */
  leaveReply() {
    this.replies += 1;
    this.aloud.speaker.hush();
  }

  /** The reply is whole: show it as it was kept, and announce it once. */
  async answered(n) {
    const mine = this.replies;
    const talk = await this.now();
    if (mine !== this.replies) return;
    if (!talk.turns[n - 1]) return this.sync(); // another tab has taken it back
    this.said.draw(talk.turns);
    this.ladder.draw(talk.hints);
    this.aloud.says(n, talk.turns[n - 1].text, true);
    this.voice.textContent = `${this.dataset.name}: ${this.said.last.text}`;
    this.others.postMessage("more");
    if (talk.ended) return this.close(talk.left);
    this.set(false);
  }

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

  /* How the room looks. */

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

/** Whether a fault may be over in a while: nothing answers, or it says that it can't just now. */
function away(fault) {
  return !(fault instanceof Refusal) || fault.status === 503;
}

/** Close a sheet, with the focus on what opened it. */
function fold(sheet) {
  if (!sheet) return;
  sheet.open = false;
  sheet.querySelector("summary").focus();
}

customElements.define("coach-talk", CoachTalk);
