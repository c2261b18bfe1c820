// What a message holds besides words: pictures, files, voices, contacts, places.

import { face, icon, make } from "./dom.js";
import { showPicture } from "./lightbox.js";
import { player } from "./voice.js";
import { say, sizeOf } from "./words.js";

/** The elements for a message, or for several that are an album. */
export function attachments(messages) {
  const pictures = messages.filter((one) => one.photo);
  const parts = pictures.length ? [album(pictures)] : [];
  for (const message of messages) parts.push(...others(message));
  return parts;
}

function others(message) {
  const parts = [];
  if (message.document) parts.push(fileLink(message));
  if (message.voice) parts.push(player(message.voice));
  if (message.video) parts.push(video(message.video));
  if (message.sticker) parts.push(make("div", { className: "emoji", textContent: message.sticker }));
  if (message.contact) parts.push(contact(message.contact));
  if (message.location) parts.push(place(message.location));
  return parts;
}

/** One line of what a message (or a quoted one) holds. */
export function briefOf(message) {
  if (message.service) return say(`service.${message.service.kind}`, serviceFacts(message));
  if (message.text) return message.text;
  const kind = ["photo", "document", "voice", "video", "contact", "location"].find((name) => message[name] || message.kind === name);
  if (kind === "document" && message.document) return message.document.name;
  return kind ? say(`message.${kind}`) : message.sticker ?? say("message.other");
}

function serviceFacts({ from_name: who, service: { names = [], title } }) {
  return { who, title, names: names.join(", ") };
}

function album(messages) {
  const shown = messages.map(({ photo, text }) => ({ ...photo, text }));
  const cells = messages.map((message, place) => {
    const { url, width, height } = message.photo;
    const image = make("img", { src: url, alt: say("message.photo"), loading: "lazy", width, height });
    const button = make("button", { type: "button", className: "picture", title: say("message.openPhoto") }, image);
    if (messages.length > 1) button.dataset.message = message.id;
    button.addEventListener("click", () => showPicture(shown, place));
    return button;
  });
  return make("div", { className: `album n${Math.min(cells.length, 4)}` }, ...cells);
}

function fileLink({ document: file }) {
  const link = make("a", { className: "file", href: file.url, download: file.name, title: say("message.download") });
  link.append(make("span", { className: "disc" }, icon("file")), lines(file.name, sizeOf(file.size)));
  return link;
}

const lines = (title, detail) => make(
  "span",
  { className: "lines" },
  make("strong", { textContent: title }),
  make("small", { textContent: detail }),
);

function video(file) {
  return make("video", { src: file.url, controls: true, preload: "metadata", aria: { label: say("message.video") } });
}

function contact(person) {
  const name = [person.first_name, person.last_name].filter(Boolean).join(" ");
  return make("div", { className: "file" }, face(person.user_id ?? 0, name), lines(name, person.phone_number));
}

function place({ latitude, longitude }) {
  const where = `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
  return make("div", { className: "file" }, make("span", { className: "disc" }, icon("place")), lines(say("message.location"), where));
}
