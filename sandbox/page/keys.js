// Buttons that a bot gives: under a message, and instead of the person's keyboard.

import { make } from "./dom.js";
import { say } from "./words.js";

/** The inline keyboard of a message; a pressed key waits for the bot. */
export function keyboard(message, column) {
  return make("div", { className: "keyboard" }, ...rows(message.buttons, (button) => key(button, () => column.press(message, button))));
}

/** The reply keyboard that this message brought. */
export function replyKeys(message, column) {
  return rows(message.reply_keyboard, (button) => key(button, () => column.pressReply(message, button)));
}

function rows(buttons, draw) {
  return buttons.map((row) => make("div", { className: "keys" }, ...row.map(draw)));
}

function key(button, act) {
  const element = make("button", { type: "button", className: button.url ? "key url" : "key", textContent: button.text });
  if (button.url) element.title = say("message.opens", { url: button.url });
  element.addEventListener("click", async () => {
    if (element.ariaBusy === "true") return;
    element.ariaBusy = "true";
    await act();
    element.ariaBusy = "false";
  });
  return element;
}
