// Choosing one chat of several, in a dialog.

import { face, iconButton, make } from "./dom.js";
import { open } from "./notices.js";
import { say } from "./words.js";

const MANY = 8;

/** `options`: [{id, name, hint}] → the chosen id, or undefined. */
export function choose(label, options) {
  const dialog = make("dialog", { className: "dialog chooser", aria: { label } });
  let chosen;
  const buttons = options.map((one) => {
    const names = make("span", { className: "names" }, make("strong", { textContent: one.name }), make("small", { textContent: one.hint }));
    const button = make("button", { type: "button", className: "option" }, face(one.id, one.name), names);
    button.addEventListener("click", () => {
      chosen = one.id;
      dialog.close();
    });
    return button;
  });
  const search = make("input", { type: "search", placeholder: say("chats.search"), hidden: options.length < MANY, aria: { label: say("chats.search") } });
  search.addEventListener("input", () => {
    const wanted = search.value.trim().toLowerCase();
    for (const button of buttons) button.hidden = !button.textContent.toLowerCase().includes(wanted);
  });
  const close = iconButton("close", say("close"), () => dialog.close());
  dialog.append(make("header", {}, make("h2", { textContent: label }), close), search, make("div", { className: "options" }, ...buttons));
  open(dialog);
  (search.hidden ? buttons[0] : search)?.focus();
  return new Promise((done) => {
    dialog.addEventListener("close", () => done(chosen), { once: true });
  });
}
