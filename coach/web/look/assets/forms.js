/* Forms that do one thing on the server and then go on: <form data-act="/talks/…/rewind">, its fields sent as JSON. */

import { ask, Refusal } from "./ask.js";

export function watchForms(root) {
  root.addEventListener("submit", async (event) => {
    const form = event.target.closest("form[data-act]");
    if (!form) return;
    event.preventDefault();
    if (form.dataset.busy) return;
    form.dataset.busy = "yes";
    const fields = Object.fromEntries(
      [...new FormData(form)].map(([name, value]) => [name, form.elements[name].dataset?.number ? Number(value) : value]),
    );
    try {
      const { to } = await (await ask(form.dataset.act, { method: "POST", body: fields })).json();
      if (form.dataset.empties) for (const store of [localStorage, sessionStorage]) store.clear();
      location.assign(to);
    } catch (fault) {
      tell(form, fault instanceof Refusal ? fault.message : form.dataset.lost);
      delete form.dataset.busy;
    }
  });
}

function tell(form, sentence) {
  let place = form.querySelector("[role=alert]");
  if (!place) {
    place = document.createElement("p");
    place.setAttribute("role", "alert");
    form.append(place);
  }
  place.textContent = sentence;
}
