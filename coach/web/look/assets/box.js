/* The box for what one says: a draft survives a reload, Enter sends, and what is too long for a turn is told so. */

const EDGES = 3;

export class Box {
  /** `room` says and tells things; `send` is what Enter does. */
  constructor(area, room, send) {
    Object.assign(this, { area, room });
    this.key = `draft:talk:${room.dataset.id}`;
    this.most = Number(room.dataset.most);
    const on = (event, act) => area.addEventListener(event, act, { signal: room.leaving.signal });
    on("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      send();
    });
    on("input", () => this.changed());
    area.value ||= sessionStorage.getItem(this.key) ?? ""; // what was typed before this script was there stays
    this.grow();
  }

  get value() {
    return this.area.value;
  }

  focus() {
    this.area.focus();
  }

  changed() {
    this.keep();
    this.grow();
    this.mind();
  }

  /** For a reload; what is longer than a tab may keep is no turn either. */
  keep() {
    try {
      sessionStorage.setItem(this.key, this.value);
    } catch {
      sessionStorage.removeItem(this.key);
    }
  }

  /** Words to be mended and said. */
  put(text) {
    this.area.value = text;
    this.changed();
    this.focus();
  }

  /** Words that come back stand before what was begun since. */
  giveBack(text) {
    this.put([text, this.value].filter(Boolean).join("\n"));
  }

  /** Its words are on their way: they stay kept until they have arrived. */
  empty() {
    this.area.value = "";
    this.grow();
  }

  /** They have arrived: what is kept is what was written since. */
  sent() {
    if (this.value) this.keep();
    else sessionStorage.removeItem(this.key);
  }

  /** Says so where the text is too long for a turn; true where it is. */
  mind() {
    const count = this.value.trim().length;
    const long = count > this.most;
    const words = { count: count.toLocaleString(), most: this.most.toLocaleString() };
    this.room.notice.warn(long ? this.room.say("too_long", words) : "");
    return long;
  }

  grow() {
    this.area.style.height = "auto";
    this.area.style.height = `${this.area.scrollHeight + EDGES}px`;
  }
}
