/* Printing: every disclosure is open on paper, but for what stays closed unless asked for. */

export function watchPrinting(root) {
  const opened = new Set();
  root.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) print();
  });
  addEventListener("beforeprint", () => {
    for (const part of root.querySelectorAll("coach-page details:not([open]):not([data-stays])")) {
      part.open = true;
      opened.add(part);
    }
  });
  addEventListener("afterprint", () => {
    for (const part of opened) part.open = false;
    opened.clear();
  });
}
