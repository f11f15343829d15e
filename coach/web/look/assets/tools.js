/* What can be done beside saying something: taking last words back, asking for another answer, pausing. */

import { ask, Refusal } from "./ask.js";

export class Tools {
  /** `room` is the talk. What was tried before another try began, up to turn `rewound`, is not touched. */
  constructor(room) {
    this.room = room;
    this.first = Number(room.dataset.rewound) || 1;
    this.key = `taken:${room.dataset.id}`;
    const part = (name) => room.querySelector(`[data-${name}]`);
    this.parts = { undo: part("undo"), again: part("again"), pause: part("pause") };
    const on = (name, act) => this.parts[name].addEventListener("click", act, { signal: room.leaving.signal });
    on("undo", ({ detail }) => detail < 2 && this.takeBack()); // the second click of a double one takes no more back
    on("again", ({ detail }) => detail < 2 && this.answerAgain());
    on("pause", () => (room.clock.paused ? this.goOn() : this.pause()));
    room.clock.moved = () => this.showPause();
  }

  get turns() {
    return this.room.said.turns;
  }

  /** The number of the learner's last turn, if it may be taken back; else 0. */
  get last() {
    const n = this.turns.findLastIndex((turn) => turn.speaker === "organizer") + 1;
    return n >= this.first ? n : 0;
  }

  /** Show what can be done now. */
  update() {
    const { undo, again } = this.parts;
    const { busy, replying } = this.room;
    const answered = this.last > 0 && this.turns.length > this.last && !replying;
    const key = answered ? "undo" : "edit";
    undo.querySelector("span").textContent = this.room.say(key);
    undo.title = this.room.say(`${key}_what`);
    undo.disabled = !this.last || (busy && !replying);
    again.disabled = !answered || busy;
  }

  /** Last words go back into the box, and with them goes their answer. */
  async takeBack() {
    const { room, turns, last } = this;
    if (this.parts.undo.disabled || !last) return;
    // kept in this tab until it is seen whether they are gone from the talk: so they are lost on no way
    sessionStorage.setItem(this.key, JSON.stringify({ n: last, text: turns[last - 1].text }));
    const after = room.replying ? last : turns.length;
    room.exchange.leave();
    room.set(true);
    try {
      await ask(`${room.path}/back`, { method: "POST", body: { after } });
    } catch (fault) {
      if (!(fault instanceof Refusal)) return room.exchange.lost();
      await room.exchange.sync();
      return room.tell(fault.message);
    }
    room.others.postMessage("more");
    await room.exchange.sync();
    room.box.focus();
  }

  /** Give back the words that were taken back, once they are seen to be gone. */
  settle() {
    const taken = JSON.parse(sessionStorage.getItem(this.key) ?? "null");
    if (!taken) return;
    sessionStorage.removeItem(this.key);
    if (this.turns.length < taken.n) this.room.exchange.giveBack(taken.text, this.room.say("taken_back"));
  }

  async answerAgain() {
    const { room } = this;
    if (this.parts.again.disabled) return;
    const after = this.turns.length;
    this.turns.pop();
    await room.exchange.follow(() => ask(`${room.path}/again`, { method: "POST", body: { after } }));
  }

  pause() {
    this.room.aloud.speaker.hush();
    this.room.clock.pause();
  }

  goOn() {
    this.room.clock.goOn();
    this.room.box.focus();
  }

  /** The same in each tab, and after a reload. */
  showPause() {
    const { paused } = this.room.clock;
    this.parts.pause.setAttribute("aria-pressed", String(paused));
    this.room.querySelector(".clock").classList.toggle("paused", paused);
    const near = this.room.said.near();
    this.room.notice.warn(paused ? this.room.say("paused") : "");
    this.room.said.down(near);
  }
}
