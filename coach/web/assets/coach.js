/* What every page needs: its title, the way on, forms that act, drafts that survive a reload. */

import "./talk.js";
import { watchDrafts } from "./drafts.js";
import { watchForms } from "./forms.js";
import { watchJumps } from "./jumps.js";

/** Names the window after the page that was drawn. */
class CoachPage extends HTMLElement {
  connectedCallback() {
    document.title = this.dataset.title;
  }
}

/** Goes elsewhere as soon as it is drawn: how a handler on the server sends the page on. */
class CoachGo extends HTMLElement {
  connectedCallback() {
    location.assign(this.dataset.to);
  }
}

customElements.define("coach-page", CoachPage);
customElements.define("coach-go", CoachGo);
watchForms(document);
watchDrafts(document);
watchJumps(document);
