/* What the pages of the facilitators' room share: finding and making elements, and the words that the server sent along. */

import { Refusal } from "./ask.js";

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

export function makeList(entries) {
  const list = make("ul");
  list.append(...entries.map((what) => make("li", what)));
  return list;
}

/** What went wrong, in a sentence. */
export const sentence = (fault) => (fault instanceof Refusal ? fault.message : word("lost"));

/** Marks the button of what is shown. */
export function mark(button, here) {
  if (here) button.setAttribute("aria-current", "true");
  else button.removeAttribute("aria-current");
}
