/* What Gradio says in a corner, in the page's words: that the line is cut (it then loads the page anew by itself), or that something failed. */

const LINE = /connection/i;

export function watchToasts(root) {
  const { title, lost, ours } = window.gradio_config.words;
  new MutationObserver(() => {
    for (const words of root.querySelectorAll(".toast-message-text.error:not([data-told])")) {
      words.dataset.told = "yes";
      words.textContent = LINE.test(words.textContent) ? lost : ours;
      words.closest(".toast-body").querySelector(".toast-title").textContent = title;
    }
  }).observe(root, { childList: true, subtree: true });
}
