/* A ladder of hints for whoever is stuck: one step at a time, each on request. */

import { ask, Refusal } from "./ask.js";

const RUNGS = ["silence", "question", "move", "line"];

export class Ladder {
  constructor(room) {
    this.room = room;
    const part = (name) => room.querySelector(`[data-${name}]`);
    Object.assign(this, { opener: part("hint"), sheet: part("ladder"), steps: part("steps"), more: part("more-hint") });
    const on = (target, act) => target.addEventListener("click", act, { signal: room.leaving.signal });
    on(this.opener, () => (this.open ? this.close() : this.show()));
    on(this.more, () => this.climb());
    on(part("close-hint"), () => this.close());
    this.sheet.addEventListener("keydown", ({ key }) => key === "Escape" && this.close(), { signal: room.leaving.signal });
    this.taken = [];
  }

  get open() {
    return !this.sheet.hidden;
  }

  /** The steps taken before this turn, as the server has them: `hints` with their rungs. */
  draw(hints) {
    this.taken = hints;
    this.steps.replaceChildren(...hints.map(({ rung, says }) => {
      const step = document.createElement("li");
      const name = document.createElement("p");
      name.className = "rung";
      name.textContent = this.room.say(`rung.${rung}`);
      const words = document.createElement("p");
      words.className = `to-${rung}`;
      words.dir = "auto";
      words.textContent = says;
      step.append(name, words);
      return step;
    }));
    this.more.hidden = hints.length === RUNGS.length;
    if (!hints.length) this.hide();
  }

  update() {
    this.opener.disabled = this.room.busy || this.room.waiting;
    if (this.opener.disabled) this.hide();
  }

  async show() {
    this.sheet.hidden = false;
    this.opener.setAttribute("aria-expanded", "true");
    if (!this.taken.length) await this.climb();
    this.room.said.down(true);
  }

  hide() {
    this.sheet.hidden = true;
    this.opener.setAttribute("aria-expanded", "false");
  }

  close() {
    this.hide();
    this.room.box.focus();
  }

  async climb() {
    const rung = RUNGS[this.taken.length];
    if (!rung || this.more.disabled) return;
    const here = document.activeElement === this.more;
    this.more.disabled = true; // a step at a time, and no click that does nothing
    try {
      const after = this.room.said.turns.length;
      const step = await (await ask(`${this.room.path}/hint`, { method: "POST", body: { rung, after } })).json();
      this.draw([...this.taken, step]);
      this.sheet.scrollTop = this.sheet.scrollHeight;
      this.room.said.down(true);
      if (this.more.hidden) this.sheet.querySelector("[data-close-hint]").focus();
    } catch (fault) {
      if (!this.taken.length) this.hide();
      if (fault instanceof Refusal) await this.room.exchange.sync();
      this.room.told(fault);
    } finally {
      this.more.disabled = false;
      if (here && !this.more.hidden) this.more.focus();
    }
  }
}
