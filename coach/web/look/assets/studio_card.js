/* Character cards: taken over from a file, and saved as one; each time with what could not be carried. */

import { ask } from "./ask.js";
import { $, make, makeList, sentence, word } from "./studio_page.js";

/** Bytes; a card is never larger. */
const LARGEST = 5_000_000;

export function watchCard(form) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const file = form.elements.card.files[0];
    const status = $("[role=status]", form);
    const refuse = (said) => status.replaceChildren(make("p", said, { role: "alert" }));
    if (!file) return refuse(word("card_none"));
    if (file.size > LARGEST) return refuse(word("card_too_large"));
    try {
      const { to, lost } = await (await ask("/studio/card", { method: "POST", body: { text: await file.text() } })).json();
      if (!lost.length) return location.assign(to);
      const open = make("a", word("card_open"), { class: "button primary", href: to });
      status.replaceChildren(make("p", word("card_lost")), makeList(lost), open);
    } catch (fault) {
      refuse(sentence(fault));
    }
  });
}

/** Saves the member that the editor has as a card, and says what other programs will not do with it. */
export async function saveCard(at, text, file, tell) {
  const { card, lost } = await (await ask(`${at}/card`, { method: "POST", body: { text } })).json();
  const address = URL.createObjectURL(new Blob([card], { type: "application/json" }));
  make("a", "", { href: address, download: `${file}.card.json` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
  tell(make("p", word("card_saved")), makeList(lost));
}
