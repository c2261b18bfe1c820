// One message as a bubble.

import { formatted, make } from "./dom.js";
import { dayOf, say, timeOf } from "./words.js";

const HUES = 12;

export const hueOf = (id) => `h${Math.abs(id) % HUES}`;

/** `column` gives: actor (id), find(id) → message, press(message, button), reply(message). */
export function bubble(message, column) {
  if (message.service) return serviceLine(message, column);
  const own = message.from === column.actor();
  const row = make("article", { className: `row ${own ? "own" : "other"}`, dataset: { id: message.id } });
  const box = make("div", { className: message.sticker ? "bubble sticker" : "bubble" });
  box.append(...head(message, own, column), ...body(message), meta(message));
  box.addEventListener("dblclick", () => column.reply(message));
  row.append(box);
  if (message.buttons.length) row.append(keyboard(message, column));
  return row;
}

function serviceLine(message, column) {
  const { names = [], title } = message.service;
  const facts = { who: message.from_name, names: names.join(", "), title };
  const line = make("p", { className: "service", textContent: say(`service.${message.service.kind}`, facts) });
  if (message.service.message_id) {
    line.classList.add("link");
    line.addEventListener("click", () => column.show(message.service.message_id));
  }
  return line;
}

function head(message, own, column) {
  const parts = [];
  if (!own && column.isGroup) {
    parts.push(make("div", { className: `author ${hueOf(message.from)}`, textContent: message.from_name }));
  }
  if (message.forwarded_from !== undefined) {
    parts.push(note(say("message.forwarded", { name: message.forwarded_from })));
  }
  if (message.via_bot) parts.push(note(say("message.via", { name: message.via_bot })));
  const quoted = message.reply_to && column.find(message.reply_to);
  if (quoted) {
    const quote = make("button", { type: "button", className: "quote" });
    quote.append(make("strong", { textContent: quoted.from_name }), brief(quoted));
    quote.addEventListener("click", () => column.show(quoted.id));
    parts.push(quote);
  }
  return parts;
}

const note = (text) => make("div", { className: "note", textContent: text });

/** One line of what a message holds. */
export function brief(message) {
  if (message.text) return message.text;
  const kind = ["photo", "document", "voice", "video"].find((name) => message[name]);
  return kind ? say(`message.${kind}`) : message.sticker ?? message.contact?.first_name ?? "";
}

function body(message) {
  const parts = [];
  if (message.photo) parts.push(picture(message.photo));
  if (message.document) parts.push(fileLink(message.document));
  for (const [name, tag] of [["voice", "audio"], ["video", "video"]]) {
    if (message[name]) {
      const player = make(tag, { src: message[name].url, controls: true, preload: "none" });
      player.setAttribute("aria-label", say(`message.${name}`));
      parts.push(player);
    }
  }
  if (message.sticker) parts.push(make("div", { className: "emoji", textContent: message.sticker }));
  if (message.contact) parts.push(contact(message.contact));
  if (message.location) parts.push(note(say("message.location", message.location)));
  if (message.text) parts.push(make("div", { className: "text" }, formatted(message.html)));
  return parts;
}

function picture(photo) {
  const image = make("img", { src: photo.url, alt: say("message.photo"), loading: "lazy" });
  image.style.aspectRatio = `${photo.width} / ${photo.height}`;
  return make("a", { href: photo.url, target: "_blank", className: "picture" }, image);
}

function fileLink(file) {
  const size = file.size === undefined ? "" : file.size < 1024
    ? say("message.bytes", { n: file.size })
    : say("message.kb", { n: Math.round(file.size / 1024) });
  const link = make("a", { className: "file", href: file.url, download: file.name });
  link.append(...card("📄", file.name, size));
  return link;
}

function card(sign, title, detail) {
  const lines = [make("strong", { textContent: title }), make("small", { textContent: detail })];
  return [make("span", { className: "icon", textContent: sign }), make("span", {}, ...lines)];
}

function contact(person) {
  const name = [person.first_name, person.last_name].filter(Boolean).join(" ");
  return make("div", { className: "file" }, ...card("👤", name, person.phone_number));
}

function meta(message) {
  const parts = [];
  for (const one of message.reactions) parts.push(make("span", { className: "reaction", textContent: one.emoji }));
  if (message.pinned) parts.push(make("span", { textContent: "📌", title: say("message.pinned") }));
  if (message.silent) parts.push(make("span", { textContent: "🔕", title: say("message.silent") }));
  if (message.edited) parts.push(make("span", { textContent: say("message.edited") }));
  const date = new Date(message.date * 1000);
  parts.push(make("time", { textContent: timeOf(date), dateTime: date.toISOString(), title: dayOf(date) }));
  return make("div", { className: "meta" }, ...parts);
}

function keyboard(message, column) {
  const keys = (row) => row.map((button) => key(message, button, column));
  const rows = message.buttons.map((row) => make("div", { className: "keys" }, ...keys(row)));
  return make("div", { className: "keyboard" }, ...rows);
}

function key(message, button, column) {
  const element = make("button", { type: "button", className: "key", textContent: button.text });
  if (button.url) element.classList.add("url");
  element.addEventListener("click", async () => {
    element.classList.add("waiting");
    element.disabled = true;
    await column.press(message, button);
    element.disabled = false;
    element.classList.remove("waiting");
  });
  return element;
}
