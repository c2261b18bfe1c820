// Adding a person to the sandbox.

import { post } from "./api.js";
import { loadChats } from "./chats.js";
import { make, textButton } from "./dom.js";
import { open, trying } from "./notices.js";
import { say } from "./words.js";

/** Asks for a name; `opener(id, true)` then opens the new person's chat. */
export function addPerson(opener) {
  const label = say("chats.addAsk");
  const input = make("input", { type: "text", placeholder: say("chats.addName"), maxLength: 100, autocomplete: "off", aria: { label } });
  const dialog = make("dialog", { className: "dialog", aria: { label } });
  const form = make("form", { method: "dialog" }, make("h2", { textContent: label }), input);
  const add = make("button", { className: "plain main", textContent: say("chats.addDo") });
  form.append(make("div", { className: "choices" }, textButton(say("cancel"), () => dialog.close(), "plain"), add));
  form.addEventListener("submit", () => create(input.value.trim(), opener));
  dialog.append(form);
  open(dialog);
  input.focus();
}

async function create(name, opener) {
  if (!name) return;
  const [first_name, ...rest] = name.split(/\s+/);
  const body = { first_name, language_code: "ru", ...(rest.length && { last_name: rest.join(" ") }) };
  const made = await trying(() => post("/people", body));
  if (!made) return;
  await trying(loadChats);
  opener(made.id, true);
}
