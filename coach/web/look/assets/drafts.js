/* What is being written in a form survives a reload: kept in this tab, under the page's address, until it is sent. */

const FIELDS = ":is(textarea, input[type=text])";
const groupOf = (part) => part.closest?.("[id^=draft-]");
const page = () => `draft:${location.pathname}${location.search}:`;

function keyOf(field) {
  const group = groupOf(field);
  return `${page()}${group.id}:${[...group.querySelectorAll(FIELDS)].indexOf(field)}`;
}

export function watchDrafts(root) {
  root.addEventListener("input", ({ target }) => {
    if (target.matches?.(FIELDS) && groupOf(target)) sessionStorage.setItem(keyOf(target), target.value);
  });
}

/** Stands last in a group of fields: what was being written in them goes over what the server filled in. */
class CoachDrafts extends HTMLElement {
  connectedCallback() {
    requestAnimationFrame(() => requestAnimationFrame(() => {
      for (const field of groupOf(this)?.querySelectorAll(FIELDS) ?? []) {
        const kept = sessionStorage.getItem(keyOf(field));
        if (kept === null || kept === field.value) continue;
        field.value = kept;
        field.dispatchEvent(new Event("input", { bubbles: true }));
      }
    }));
  }
}

/** Nothing of this page is a draft any more. */
export function forgetDrafts() {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(page())) sessionStorage.removeItem(key);
}

/** Drawn once the form was taken. */
class CoachSent extends HTMLElement {
  connectedCallback() {
    forgetDrafts();
  }
}

customElements.define("coach-drafts", CoachDrafts);
customElements.define("coach-sent", CoachSent);
