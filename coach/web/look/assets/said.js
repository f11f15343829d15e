/* What was said, as the room shows it. All text goes in as text. */

/** Pixels from the end within which somebody counts as reading along. */
const NEAR = 160;

export class Said {
  /** `say` gives the page's words; `name` is the member's. */
  constructor(list, latest, name, say, signal) {
    Object.assign(this, { list, latest, name, say });
    this.turns = [];
    list.addEventListener("scroll", () => (latest.hidden = this.near()), { signal });
    latest.addEventListener("click", () => (this.down(true), list.focus({ preventScroll: true })), { signal });
  }

  get last() {
    return this.turns.at(-1);
  }

  bubble(n) {
    return this.list.querySelector(`[data-n="${n}"]`);
  }

  draw(turns) {
    const stay = this.turns.length;
    turns.forEach((turn, place) => this.fill(this.at(place + 1, turn.speaker), turn));
    for (const extra of this.list.querySelectorAll("[data-n]")) if (extra.dataset.n > turns.length) extra.remove();
    this.turns = turns;
    if (turns.length !== stay) this.down(true);
  }

  /** The bubble in this place, made where there is none. */
  at(n, speaker) {
    return this.bubble(n) ?? this.add(n, speaker);
  }

  add(n, speaker) {
    const item = document.createElement("li");
    item.className = `said ${speaker}`;
    item.dataset.n = n;
    const who = document.createElement("span");
    who.className = "sr";
    who.textContent = speaker === "member" ? `${this.name}: ` : `${this.say("you")}: `;
    const text = document.createElement("p");
    text.className = "words";
    text.dir = "auto";
    item.append(who, text);
    this.list.append(item);
    return item;
  }

  fill(bubble, { text, sign = "", note = "", cut = false }) {
    bubble.classList.remove("coming");
    bubble.querySelector(".words").textContent = text;
    bubble.querySelectorAll(".aside").forEach((aside) => aside.remove());
    for (const said of [cut && this.say("cut"), sign, note].filter(Boolean)) {
      const aside = document.createElement("p");
      aside.className = said === sign ? "aside sign" : "aside";
      aside.textContent = said;
      bubble.append(aside);
    }
  }

  /** A bubble of the member's that is still empty; what it is given next are the words so far. */
  coming(n) {
    const bubble = this.at(n, "member");
    bubble.querySelector(".words").textContent = "";
    bubble.classList.add("coming");
    this.down(true);
    return bubble;
  }

  near() {
    return this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < NEAR;
  }

  down(always = this.near()) {
    if (always) this.list.scrollTop = this.list.scrollHeight;
    this.latest.hidden = this.near();
  }
}
