/* The room for the talk: draws what was said, sends a turn, follows the reply while it is made. All text goes in as text. */

import { ask, lines, Refusal } from "./ask.js";
import { Aloud } from "./aloud.js";
import { Clock } from "./clock.js";

const RETRY_MS = [500, 1000, 2000, 4000, 8000];

class CoachTalk extends HTMLElement {
  connectedCallback() {
    this.id_ = this.dataset.id;
    this.path = `/talks/${this.id_}`;
    this.words = JSON.parse(this.dataset.words);
    this.turns = [];
    this.busy = true;
    this.list = this.querySelector("[data-turns]");
    this.box = this.querySelector("textarea");
    this.state = this.querySelector("[data-state]");
    this.kept = "";
    this.latest = this.querySelector("[data-latest]");
    this.voice = this.querySelector("[data-voice]");
    this.draftKey = `draft:talk:${this.id_}`;
    this.clock = new Clock(this.querySelector("[data-clock]"), this.id_, (gone) =>
      this.say("clock", { gone, minutes: this.dataset.minutes }));
    this.others = new BroadcastChannel(`coach:${this.id_}`);
    this.others.onmessage = () => !this.busy && this.sync();
    this.leaving = new AbortController();
    this.listen(this.leaving.signal);
    this.aloud = new Aloud(this);
    this.box.value = sessionStorage.getItem(this.draftKey) ?? "";
    this.grow();
    this.sync();
  }

  disconnectedCallback() {
    this.leaving.abort();
    this.clock.pause();
    this.others.close();
    this.aloud.close();
  }

  listen(signal) {
    const on = (target, event, act) => target.addEventListener(event, act, { signal });
    on(this.querySelector("form.composer"), "submit", (event) => (event.preventDefault(), this.send()));
    on(this.box, "keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.send();
    });
    on(this.box, "input", () => {
      sessionStorage.setItem(this.draftKey, this.box.value);
      this.grow();
      this.mind();
    });
    on(this.list, "scroll", () => (this.latest.hidden = this.near()));
    on(this.latest, "click", () => (this.down(true), this.list.focus({ preventScroll: true })));
    on(this.querySelector("[data-stop]"), "click", () => this.stop());
    on(this.querySelector("[data-end]"), "click", () => this.end());
    on(this.querySelector("[data-end-no]"), "click", (event) => {
      const fold = event.target.closest("details");
      fold.open = false;
      fold.querySelector("summary").focus();
    });
    this.querySelectorAll("details").forEach((fold) => on(fold, "toggle", () => {
      if (fold.open) this.querySelectorAll("details[open]").forEach((other) => (other.open = other === fold));
    }));
    on(this, "keydown", (event) => {
      const fold = event.key === "Escape" && event.target.closest("details[open]");
      if (fold) (fold.open = false, fold.querySelector("summary").focus());
    });
    on(document, "visibilitychange", () => !document.hidden && !this.busy && this.sync());
    on(window, "online", () => this.again?.());
    if (window.visualViewport) on(visualViewport, "resize", () => this.fit());
    this.fit();
  }

  /* The words that the page says. */

  say(key, values = {}) {
    return this.words[key].replace(/\{(\w+)\}/g, (_, name) => values[name] ?? this.dataset[name] ?? "");
  }

  /** One sentence above the box, and at most one thing to do about it; without one, why words came back stands there. */
  tell(sentence = this.kept, action = null) {
    this.state.replaceChildren();
    this.state.hidden = !sentence;
    if (!sentence) return;
    const text = document.createElement("span");
    text.textContent = sentence;
    this.state.append(text);
    if (action) this.state.append(action);
  }

  button(key, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button small";
    button.textContent = this.say(key);
    button.addEventListener("click", act, { once: true });
    return button;
  }

  link(key, to) {
    const link = document.createElement("a");
    link.className = "button small";
    link.href = to;
    link.textContent = this.say(key);
    return link;
  }

  /* What was said. */

  draw(turns) {
    const stay = this.turns.length;
    for (let n = 0; n < turns.length; n += 1) {
      const bubble = this.list.querySelector(`[data-n="${n + 1}"]`) ?? this.add(turns[n].speaker, n + 1);
      this.fill(bubble, turns[n]);
    }
    for (const extra of this.list.querySelectorAll("[data-n]")) if (extra.dataset.n > turns.length) extra.remove();
    this.turns = turns;
    if (turns.length !== stay) this.down(true);
  }

  add(speaker, n) {
    const item = document.createElement("li");
    item.className = `said ${speaker}`;
    item.dataset.n = n;
    const who = document.createElement("span");
    who.className = "sr";
    who.textContent = speaker === "member" ? `${this.dataset.name}: ` : `${this.say("you")}: `;
    const text = document.createElement("p");
    text.className = "words";
    text.dir = "auto";
    item.append(who, text);
    this.list.append(item);
    return item;
  }

  fill(bubble, { text, note = "", cut = false }) {
    bubble.classList.remove("coming");
    bubble.querySelector(".words").textContent = text;
    bubble.querySelectorAll(".aside").forEach((aside) => aside.remove());
    for (const said of [cut && this.say("cut"), note].filter(Boolean)) {
      const aside = document.createElement("p");
      aside.className = "aside";
      aside.textContent = said;
      bubble.append(aside);
    }
  }

  near() {
    return this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < 160;
  }

  down(always = this.near()) {
    if (always) this.list.scrollTop = this.list.scrollHeight;
    this.latest.hidden = this.near();
  }

  /* Knowing where the talk is. */

  /** Draw the talk as the server has it, and follow a reply under way. */
  async sync() {
    this.set(true);
    let talk;
    try {
      talk = await (await ask(this.path)).json();
    } catch (fault) {
      if (fault instanceof Refusal) return this.tell(fault.message);
      return this.lost();
    }
    this.draw(talk.turns);
    const last = talk.turns.at(-1);
    if (talk.ended) return this.close();
    if (talk.live) return this.follow(() => ask(`${this.path}/reply`));
    this.set(false);
    if (last?.speaker === "organizer") return this.offerAnswer();
    this.tell(last || this.kept ? this.kept : this.say("first"));
  }

  offerAnswer(why = "") {
    this.set(false, { waiting: true });
    const action = this.button("answer", () => this.follow(() => ask(`${this.path}/answer`, { method: "POST" })));
    this.tell(why || this.say("unanswered"), action);
  }

  /** The connection is gone: look for it until it is there. `text` is a turn that may not have arrived. */
  async lost(text = null, after = 0) {
    this.set(true);
    this.tell(this.say("lost"));
    for (let tries = 0; this.isConnected; tries += 1) {
      await new Promise((resolve) => {
        this.again = resolve;
        setTimeout(resolve, RETRY_MS[Math.min(tries, RETRY_MS.length - 1)]);
      });
      let talk;
      try {
        talk = await (await ask(this.path)).json();
      } catch (fault) {
        if (fault instanceof Refusal) return this.tell(fault.message);
        continue;
      }
      const arrived = text === null || talk.turns.length > after;
      if (arrived && text !== null) this.sent();
      await this.sync();
      if (!arrived) this.giveBack(text, this.say("not_sent"));
      else if (!this.busy && this.state.hidden) this.tell(this.say("found"));
      return;
    }
  }

  /* A turn. */

  async send() {
    const text = this.box.value.trim();
    if (this.busy || this.waiting || !text || this.mind()) return;
    const after = this.turns.length;
    this.set(true);
    this.kept = "";
    this.tell();
    this.fill(this.add("organizer", after + 1), { text });
    this.box.value = "";
    this.grow();
    this.down(true);
    this.clock.start();
    let response;
    try {
      response = await ask(`${this.path}/turns`, { method: "POST", body: { text, after, spoken: this.aloud.spoken } });
    } catch (fault) {
      if (!(fault instanceof Refusal)) return this.lost(text, after);
      this.list.querySelector(`[data-n="${after + 1}"]`)?.remove();
      this.giveBack(text, fault.message);
      return this.sync();
    }
    this.sent();
    this.turns.push({ speaker: "organizer", text });
    await this.follow(() => response);
  }

  sent() {
    this.aloud.forget();
    const rest = this.box.value;
    if (rest) sessionStorage.setItem(this.draftKey, rest);
    else sessionStorage.removeItem(this.draftKey);
    this.others.postMessage("more");
  }

  giveBack(text, why) {
    this.put([text, this.box.value].filter(Boolean).join("\n"));
    this.kept = why;
    this.tell();
  }

  /** Words for the box, to be mended and said. */
  put(text) {
    this.box.value = text;
    sessionStorage.setItem(this.draftKey, text);
    this.grow();
    this.mind();
    this.box.focus();
  }

  /** Show a reply as it comes. `start` gives the response that carries it. */
  async follow(start) {
    this.set(true, { replying: true });
    this.tell();
    this.aloud.begins();
    const n = this.turns.length + 1;
    const bubble = this.list.querySelector(`[data-n="${n}"]`) ?? this.add("member", n);
    const words = bubble.querySelector(".words");
    words.textContent = "";
    bubble.classList.add("coming");
    this.down(true);
    try {
      const response = await start();
      if (response.status === 204) return await this.sync();
      for await (const piece of lines(response)) {
        if (piece.kind === "text") {
          words.textContent += piece.text;
          this.aloud.says(n, words.textContent);
          this.down();
        } else if (piece.kind === "failed") {
          bubble.remove();
          return this.offerAnswer(piece.text);
        } else if (piece.kind === "done") {
          const talk = await (await ask(this.path)).json();
          this.draw(talk.turns);
          this.aloud.says(n, talk.turns[n - 1].text, true);
          this.voice.textContent = `${this.dataset.name}: ${talk.turns.at(-1).text}`;
          this.others.postMessage("more");
          if (talk.ended) return this.close();
          this.set(false);
          return undefined;
        }
      }
    } catch (fault) {
      bubble.remove();
      if (!(fault instanceof Refusal)) return this.lost();
      await this.sync();
      return this.tell(fault.message);
    }
    bubble.remove();
    return this.lost();
  }

  async stop() {
    this.aloud.speaker.hush();
    try {
      await ask(`${this.path}/stop`, { method: "POST" });
    } catch (fault) {
      this.tell(fault instanceof Refusal ? fault.message : this.say("lost"));
    }
  }

  async end() {
    try {
      const { to } = await (await ask(`${this.path}/end`, { method: "POST" })).json();
      this.others.postMessage("more");
      location.assign(to);
    } catch (fault) {
      this.tell(fault instanceof Refusal ? fault.message : this.say("lost"));
    }
  }

  close() {
    this.set(true);
    this.classList.add("over");
    this.clock.pause();
    const done = this.dataset.feedback === "yes";
    this.tell(
      this.say("ended"),
      done ? this.link("see_feedback", `/feedback?id=${this.id_}`) : this.link("reflect", `/reflect?id=${this.id_}`),
    );
  }

  /* How the room looks. */

  set(busy, { replying = false, waiting = false } = {}) {
    const regained = this.busy && !busy && document.activeElement === document.body;
    this.busy = busy;
    this.waiting = waiting;
    this.classList.toggle("replying", replying);
    this.setAttribute("aria-busy", String(replying));
    this.querySelector("[data-stop]").hidden = !replying;
    this.querySelector("[data-send]").hidden = replying;
    this.querySelector("[data-send]").disabled = busy || waiting;
    if (regained && matchMedia("(hover: hover)").matches) this.box.focus();
  }

  /** Says so where the text is too long for a turn; true where it is. */
  mind() {
    const count = this.box.value.trim().length;
    const most = Number(this.dataset.most);
    const long = count > most;
    if (long) this.tell(this.say("too_long", { count: count.toLocaleString(), most: most.toLocaleString() }));
    else if (this.state.dataset.long) this.tell();
    if (long) this.state.dataset.long = "yes";
    else delete this.state.dataset.long;
    return long;
  }

  grow() {
    this.box.style.height = "auto";
    this.box.style.height = `${this.box.scrollHeight + 3}px`;
  }

  /** Keeps the box above a phone's keyboard. */
  fit() {
    const near = this.near();
    if (window.visualViewport) this.style.setProperty("--seen", `${visualViewport.height}px`);
    this.down(near);
  }
}

customElements.define("coach-talk", CoachTalk);
