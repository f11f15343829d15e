/* A way out of the practice, offered beside the talk: looks after each turn whether one is called for. It stops nothing. */

import { ask } from "./ask.js";

class CoachOffer extends HTMLElement {
  connectedCallback() {
    this.more = new BroadcastChannel(`coach:${this.dataset.id}`);
    this.more.onmessage = () => this.look();
    this.addEventListener("click", (event) => event.target.closest("[data-go-on]") && this.goOn());
    this.look();
  }

  disconnectedCallback() {
    this.more.close();
  }

  get key() {
    return `offer:${this.dataset.id}`;
  }

  async look() {
    const response = await ask(`/talks/${this.dataset.id}/offer`).catch(() => null); // the talk says what is wrong
    if (response?.status !== 200) return;
    const html = document.createRange().createContextualFragment(await response.text());
    const { turn } = html.firstElementChild.dataset;
    if (turn === this.shown || turn === sessionStorage.getItem(this.key)) return;
    this.shown = turn;
    this.replaceChildren(html);
  }

  /** Put away until there is cause again. */
  goOn() {
    sessionStorage.setItem(this.key, this.shown);
    this.replaceChildren();
    this.closest("coach-talk")?.querySelector("textarea")?.focus();
  }
}

customElements.define("coach-offer", CoachOffer);
