// One row of a chat: a message (or an album) as a bubble, a day, a quiet line of what happened.

import { coloured, face, hueOf, icon, make } from "./dom.js";
import { formatted } from "./formatting.js";
import { keyboard } from "./keys.js";
import { attachments, briefOf } from "./parts.js";
import { dayOf, fullDay, timeOf } from "./moments.js";
import { say } from "./words.js";

/** `column`: {chat, actor(), show(id), press(message, button), react(message, emoji), openActions(message, near), topicOf(message)}. */
export function drawRow(row, column) {
  if (row.kind === "day") return quiet(dayOf(momentOf(row.messages[0])), "day");
  if (row.kind === "unread") return quiet(say("message.unread"), "unread");
  if (row.kind === "service") return serviceRow(row.messages[0], column);
  return messageRow(row, column);
}

const momentOf = (message) => new Date(message.date * 1000);

function quiet(text, className) {
  return make("div", { className: `quiet ${className}` }, make("span", { textContent: text }));
}

function serviceRow(message, column) {
  const { kind, names = [], title, message_id: about } = message.service;
  const facts = { who: message.from_name, names: names.join(", "), title };
  const row = make("div", { className: "quiet", dataset: { message: message.id } });
  const text = say(`service.${kind}`, facts);
  if (!about) {
    row.append(make("span", { textContent: text }));
    return row;
  }
  const link = make("button", { type: "button", textContent: text });
  link.addEventListener("click", () => column.show(about));
  row.append(link);
  return row;
}

function messageRow(row, column) {
  const [message] = row.messages;
  const own = message.from === column.actor();
  const faced = column.chat.isGroup && !own;
  const element = make("div", { className: rowClass(row, own, faced), tabIndex: -1, dataset: { message: message.id } });
  element.role = "article";
  element.ariaLabel = say("message.label", { name: message.from_name, time: timeOf(momentOf(message)) });
  element.message = message;
  if (faced && row.last) element.append(face(message.from, message.from_name, "small"));
  const stack = make("div", { className: "stack" }, bubble(row, own, column), actionsButton(message, column));
  if (message.buttons.length) stack.append(keyboard(message, column));
  element.append(stack);
  element.addEventListener("contextmenu", (event) => contextMenu(event, message, column));
  return element;
}

function rowClass(row, own, faced) {
  const flags = { own, faced, first: row.first, last: row.last };
  return ["row", ...Object.keys(flags).filter((name) => flags[name])].join(" ");
}

/** Links and selected words keep the browser's own menu. */
function contextMenu(event, message, column) {
  if (event.target.closest("a") || String(window.getSelection())) return;
  event.preventDefault();
  column.openActions(message, event.clientX ? { x: event.clientX, y: event.clientY } : event.currentTarget);
}

function actionsButton(message, column) {
  const words = say("message.actions");
  const button = make("button", { type: "button", className: "more", tabIndex: -1, title: words, aria: { label: words } });
  button.addEventListener("click", () => column.openActions(message, button));
  return button;
}

function bubble(row, own, column) {
  const [message] = row.messages;
  const captioned = row.messages.find((one) => one.text) ?? message;
  const sticker = Boolean(message.sticker);
  const box = make("div", { className: sticker ? "bubble sticker" : "bubble" });
  const bare = !captioned.text && !message.reactions.length && Boolean(message.photo);
  box.append(...head(row, own, column), ...attachments(row.messages));
  const meta = metaOf(row.messages, bare || sticker);
  if (captioned.text) box.append(make("div", { className: "text" }, formatted(captioned.html), meta));
  else box.append(meta);
  if (message.reactions.length) box.append(reactions(message, column));
  return box;
}

function head(row, own, column) {
  const [message] = row.messages;
  const parts = [];
  if (!own && column.chat.isGroup && row.first) {
    parts.push(make("div", { className: `author ${hueOf(message.from)}`, textContent: message.from_name }));
  }
  const topic = row.first && column.topicOf(message);
  if (topic) parts.push(make("div", { className: "topic" }, icon("topic"), make("span", { textContent: topic })));
  if (message.forwarded_from !== undefined) parts.push(note(say("message.forwarded", { name: message.forwarded_from })));
  if (message.via_bot) parts.push(note(say("message.via", { name: message.via_bot })));
  if (message.reply) parts.push(quote(message.reply, column));
  return parts;
}

const note = (text) => make("div", { className: "note", textContent: text });

function quote(reply, column) {
  const text = reply.gone ? say("message.gone") : briefOf(reply);
  const lines = [make("strong", { textContent: reply.from_name }), make("span", { textContent: text })];
  const button = make("button", { type: "button", className: `quote ${hueOf(reply.from ?? 0)}` }, ...lines);
  button.addEventListener("click", () => column.show(reply.id));
  return button;
}

function metaOf(messages, over) {
  const parts = [];
  const any = (name) => messages.some((one) => one[name]);
  if (any("pinned")) parts.push(sign("pin", say("message.pinned")));
  if (any("silent")) parts.push(sign("silent", say("message.silent")));
  if (any("edited")) parts.push(make("span", { textContent: say("message.edited") }));
  const date = momentOf(messages[0]);
  const time = make("time", { textContent: timeOf(date), dateTime: date.toISOString(), title: `${fullDay(date)}, ${timeOf(date)}` });
  return make("span", { className: over ? "meta over" : "meta" }, ...parts, time);
}

function sign(name, words) {
  const element = make("span", { className: "sign", title: words }, icon(name));
  element.role = "img";
  element.ariaLabel = words;
  return element;
}

function reactions(message, column) {
  const counts = new Map();
  for (const { emoji, from } of message.reactions) counts.set(emoji, [...(counts.get(emoji) ?? []), from]);
  const chips = [...counts].map(([emoji, people]) => {
    const own = people.includes(column.actor());
    const text = people.length > 1 ? `${coloured(emoji)} ${people.length}` : coloured(emoji);
    const aria = { pressed: String(own), label: say("message.reaction", { emoji, n: people.length }) };
    const chip = make("button", { type: "button", className: "reaction", textContent: text, aria });
    chip.addEventListener("click", () => column.react(message, own ? null : emoji));
    return chip;
  });
  return make("div", { className: "reactions" }, ...chips);
}
