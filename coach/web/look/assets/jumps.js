/* From a finding to the turn that it quotes, and back. */

export function watchJumps(root) {
  let from = null;
  root.addEventListener("click", (event) => {
    const jump = event.target.closest("a[data-turn]");
    const back = event.target.closest("[data-back]");
    if (jump) {
      event.preventDefault();
      from = jump;
      show(document.getElementById(`turn-${jump.dataset.turn}`));
    } else if (back) {
      clear();
      from?.scrollIntoView({ block: "center", behavior: motion() });
      from?.focus({ preventScroll: true });
    }
  });
}

const motion = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth");

function clear() {
  for (const turn of document.querySelectorAll(".turn.found")) turn.classList.remove("found");
}

function show(turn) {
  if (!turn) return;
  clear();
  turn.classList.add("found");
  turn.scrollIntoView({ block: "center", behavior: motion() });
  turn.focus({ preventScroll: true });
}
