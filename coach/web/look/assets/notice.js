/* One sentence above the box, and at most one thing to do about it. */

export class Notice {
  constructor(place, say) {
    Object.assign(this, { place, say });
    this.kept = "";
    this.warns = this.acts = false;
  }

  get empty() {
    return this.place.hidden;
  }

  /** Without a sentence, why words came back stands there. */
  tell(sentence = this.kept, action = null) {
    this.warns = false;
    this.acts = Boolean(action);
    this.place.replaceChildren();
    this.place.hidden = !sentence;
    if (!sentence) return;
    const text = document.createElement("span");
    text.textContent = sentence;
    this.place.append(text);
    if (action) this.place.append(action);
  }

  /** Stands until `warn("")`, or until something else is told; never where something is to be done. */
  warn(sentence) {
    if (this.acts || (!sentence && !this.warns)) return;
    this.tell(sentence || this.kept);
    this.warns = Boolean(sentence);
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
}
