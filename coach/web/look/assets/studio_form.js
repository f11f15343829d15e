/* The form of a member's file: its sections, what stands in its fields, and what the checks say beside each. */

import { $, make, mark, word } from "./studio_page.js";

const KINDS = { error: word("mend"), warning: word("hint"), note: word("note") };
const pythonic = (place) => `[${place.map((step) => JSON.stringify(step)).join(", ")}]`;

/** What stands in a field, as the file has it. */
export function valueOf(field) {
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

/** The form below `root`; the checks are listed in `findings` too, and `chosen` is told of one that was pressed there. */
export function formIn(root, findings, chosen) {
  let section = "who";
  const all = () => [...root.querySelectorAll("[data-place]")];
  const at = (place) => all().find((one) => one.dataset.place === place);
  const above = function* (part) {
    for (let up = part.closest("details"); up; up = up.parentElement.closest("details")) yield up;
  };
  const sectionOf = (field) => field.closest("section")?.id.replace("section-", "");
  const count = (place, what) => (place.dataset[what] = Number(place.dataset[what] ?? 0) + 1);

  function go(name) {
    section = name;
    for (const one of root.querySelectorAll("section")) one.hidden = one.id !== `section-${name}`;
    for (const one of root.querySelectorAll(".sections button")) mark(one, one.dataset.section === name);
  }

  /** `html` is drawn by the server from templates that escape; none where the file can't be read. */
  function draw(html) {
    const open = new Set([...root.querySelectorAll("details[open]")].map((one) => one.dataset.place));
    if (html) root.innerHTML = html;
    else root.replaceChildren(make("p", word("mend_text"), { class: "fault" }));
    for (const one of root.querySelectorAll("details")) one.open = open.has(one.dataset.place);
    go(section);
  }

  /** Puts each finding beside its field and lists them all; counts what must be mended and what is left to be written. */
  function show(found, left, leftSaid) {
    for (const old of root.querySelectorAll(".said-of")) old.remove();
    for (const what of ["wrong", "left"]) for (const old of root.querySelectorAll(`[data-${what}]`)) delete old.dataset[what];
    for (const old of root.querySelectorAll("[aria-invalid]")) old.removeAttribute("aria-invalid");
    const fields = new Map(all().map((one) => [one.dataset.place, one]));
    findings.replaceChildren();
    for (const place of left) tally(nearest(fields, place), "left");
    if (leftSaid) findings.append(make("li", leftSaid));
    else if (!found.length) findings.append(make("li", word("all_good")));
    for (const one of found) {
      const field = nearest(fields, one.place);
      if (field) beside(field, one);
      const button = make("button", "", { type: "button" });
      button.append(make("strong", `${KINDS[one.severity]} `), `${one.what}. ${one.mend} `);
      if (one.line) button.append(make("span", word("line_short", { line: one.line }), { class: "quiet" }));
      button.addEventListener("click", () => chosen(one.line, field?.dataset.place));
      const entry = make("li", "", { class: one.severity });
      entry.append(button);
      findings.append(entry);
    }
  }
  function nearest(fields, place) {
    for (let end = place.length; end > 0; end -= 1) {
      const found = fields.get(pythonic(place.slice(0, end)));
      if (found) return found;
    }
    return null;
  }
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
    tally(field, "wrong");
  }
  function tally(field, what) {
    const name = field && sectionOf(field);
    if (!name) return;
    for (const up of above(field)) count($("summary", up), what);
    count($(`.sections [data-section="${name}"]`, root), what);
  }

  /** Brings the field at a place into view, with all that it is folded into. */
  function reach(place) {
    const field = at(place);
    go(sectionOf(field));
    for (const up of above(field)) up.open = true;
    field.scrollIntoView({ block: "center" });
    field.focus();
  }
  /** Opens the entry that was added last to the list at a place. */
  function openLast(place) {
    const entries = $(`[data-add='${place}']`, root).closest("fieldset").querySelectorAll(":scope > details");
    const last = entries[entries.length - 1];
    last.open = true;
    $("summary", last).focus();
  }

  root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-section]");
    if (!button) return;
    go(button.dataset.section);
    if (button.closest(".onwards")) $(`#section-${button.dataset.section} h2`, root).scrollIntoView({ block: "center" });
  });
  go(section);
  return { draw, show, reach, openLast, valueAt: (place) => at(place)?.value };
}
