/* What is being written in a form survives a reload: kept in this tab, under the page's address, until it is sent. */

const keyOf = (field) => `draft:${location.pathname}${location.search}:${field.closest("[id^=draft-]").id}`;
const isDraft = (field) => field.matches?.("[id^=draft-] :is(textarea, input)");

export function watchDrafts(root) {
  root.addEventListener("input", ({ target }) => {
    if (isDraft(target)) sessionStorage.setItem(keyOf(target), target.value);
  });
}

/** Drawn once a form has its values from the server: what was being written here goes over them. */
class CoachDrafts extends HTMLElement {
  connectedCallback() {
    const sent = this.dataset.sent === "yes";
    requestAnimationFrame(() => {
      for (const field of document.querySelectorAll("[id^=draft-] :is(textarea, input)")) {
        const kept = sessionStorage.getItem(keyOf(field));
        if (sent) sessionStorage.removeItem(keyOf(field));
        else if (kept !== null && kept !== field.value) {
          field.value = kept;
          field.dispatchEvent(new Event("input", { bubbles: true }));
        }
      }
    });
  }
}

customElements.define("coach-drafts", CoachDrafts);
