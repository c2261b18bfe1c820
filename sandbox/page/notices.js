// Short notices and questions: toasts, alerts, confirmations.

import { make, textButton } from "./dom.js";
import { say } from "./words.js";

const SHOWN = 3500;

/** A notice that goes by itself; `place` is the column it belongs to. */
export function toast(text, place = document.body) {
  place.querySelector(":scope > .toast")?.remove();
  const box = make("div", { className: "toast", textContent: text, role: "status" });
  place.append(box);
  setTimeout(() => box.remove(), SHOWN);
}

/**
 * A modal; → what the person chose: [[value, words, className]], the last one has the focus. Escape is undefined.
 * The focus goes back to where it was.
 */
export function ask(label, content, choices) {
  const dialog = make("dialog", { className: "dialog", aria: { label } });
  let chosen;
  const buttons = choices.map(([value, words, className]) => textButton(words, () => {
    chosen = value;
    dialog.close();
  }, `plain ${className ?? ""}`));
  dialog.append(content, make("div", { className: "choices" }, ...buttons));
  open(dialog);
  buttons.at(-1).focus();
  return new Promise((done) => {
    dialog.addEventListener("close", () => done(chosen), { once: true });
  });
}

/** Shows a dialog; a click beside it or Escape closes it, then it goes and the focus returns. */
export function open(dialog) {
  const before = document.activeElement;
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (before?.isConnected) before.focus({ preventScroll: true });
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/** As Telegram's alert: one sentence to take note of. */
export const alertBox = (text) => ask(say("alert"), make("p", { textContent: text }), [[true, say("ok"), "main"]]);

export const confirmBox = (question, yes) => ask(
  question,
  make("p", { textContent: question }),
  [[true, yes, "danger"], [undefined, say("cancel")]],
);

/** Runs an act and shows in words why it failed; then → undefined. */
export async function trying(act, place) {
  try {
    return await act();
  } catch (problem) {
    toast(problem.message, place);
    return undefined;
  }
}
