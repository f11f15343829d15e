/* What every page needs: its title, the way on, forms that act, drafts that survive a reload. */

import "./offer.js";
import "./steps.js";
import "./talk.js";
import { watchDrafts } from "./drafts.js";
import { watchForms } from "./forms.js";
import { watchJumps } from "./jumps.js";
import { watchPrinting } from "./printing.js";
import { watchToasts } from "./toasts.js";

/** Gradio closes its stream just after what it brought was drawn; leaving earlier tears it. */
const LET_GO_MS = 80;

/** Names the window after the page that was drawn. */
class CoachPage extends HTMLElement {
  connectedCallback() {
    document.title = this.dataset.title;
  }
}

/** Goes elsewhere as soon as it is drawn: how a handler on the server sends the page on. */
class CoachGo extends HTMLElement {
  connectedCallback() {
    setTimeout(() => location.assign(this.dataset.to), LET_GO_MS);
  }
}

customElements.define("coach-page", CoachPage);
customElements.define("coach-go", CoachGo);
/** The second click of a double one does not close again what the first has opened. */
document.addEventListener("click", (event) => {
  if (event.detail > 1 && event.target.closest("summary")) event.preventDefault();
});
watchForms(document);
watchDrafts(document);
watchJumps(document);
watchPrinting(document);
watchToasts(document.body);
