/* The facilitators' room: which of its pages this is. */

import { ask } from "./ask.js";
import { watchForms } from "./forms.js";
import { watchCard } from "./studio_card.js";
import { watchMember } from "./studio_member.js";
import { $ } from "./studio_page.js";

watchForms(document);
lookAtAll();
if ($("#card-form")) watchCard($("#card-form"));
if ($("#member")) watchMember($("#member"));

/** Whoever was not looked at yet is, one after the other: the checks take a second each. */
async function lookAtAll() {
  for (const place of document.querySelectorAll("[data-look]")) {
    try {
      place.outerHTML = await (await ask(place.dataset.look)).text(); // drawn by the server from a template that escapes
    } catch {
      place.remove(); // the list is of use without it
    }
  }
}
