/* Feedback while it is made: follows how far the work has come, over cut lines too, and goes on to what came of it. */

import { ask, lines, Refusal } from "./ask.js";
import { forgetDrafts } from "./drafts.js";

const RETRY_MS = 2000;

class CoachSteps extends HTMLElement {
  connectedCallback() {
    this.words = JSON.parse(this.dataset.words);
    this.scrollIntoView({ block: "nearest" });
    this.follow();
  }

  async follow() {
    while (this.isConnected) {
      try {
        for await (const piece of lines(await ask(`/talks/${this.dataset.id}/judging`))) {
          if (piece.to) return this.go(piece.to);
          if (piece.fault) return this.fail(piece.fault);
          this.show(piece);
        }
      } catch (fault) {
        if (fault instanceof Refusal) return this.fail(fault.message);
      }
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }

  /** `step` is at work, at this objective of so many, where it is told by them. */
  show({ step, objective, objectives }) {
    const steps = [...this.querySelectorAll("li")];
    const at = steps.findIndex((one) => one.dataset.step === step);
    steps.forEach((one, place) => {
      one.classList.toggle("done", place < at);
      if (place === at) one.setAttribute("aria-current", "step");
      else one.removeAttribute("aria-current");
    });
    const words = objective ? this.words.objective : this.words[step];
    const sentence = words.replace("{n}", objective).replace("{of}", objectives);
    steps[at].lastChild.textContent = sentence;
    this.querySelector("[data-said]").textContent = sentence;
  }

  go(to) {
    this.querySelectorAll("li").forEach((one) => (one.classList.add("done"), one.removeAttribute("aria-current")));
    forgetDrafts();
    location.assign(to);
  }

  fail(sentence) {
    this.querySelectorAll("li").forEach((one) => one.removeAttribute("aria-current"));
    const place = this.querySelector("[data-fault]");
    place.textContent = sentence;
    place.hidden = false;
  }
}

customElements.define("coach-steps", CoachSteps);
