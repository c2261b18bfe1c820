// The list of chats: who is there, what was said last, how much of it is unread.

import { on } from "./bus.js";
import { chats } from "./chats.js";
import { face, make } from "./dom.js";
import { briefly } from "./moments.js";
import { addPerson } from "./newcomer.js";
import { briefOf } from "./parts.js";
import { say } from "./words.js";

const MANY = 9;
const place = document.getElementById("chats");
const search = document.getElementById("search");
const items = new Map();
let opener;
let isOpen;
const stale = new Set();

/** `open(id)` opens a chat; `isOpenNow(id)` tells whether it is open. */
export function startChatList(open, isOpenNow) {
  opener = open;
  isOpen = isOpenNow;
  document.getElementById("list").setAttribute("aria-label", say("chats.label"));
  search.placeholder = say("chats.search");
  search.setAttribute("aria-label", say("chats.search"));
  search.addEventListener("input", filter);
  search.addEventListener("keydown", (event) => event.key === "ArrowDown" && walk(event));
  place.addEventListener("keydown", walk);
  const add = document.getElementById("add");
  add.lastElementChild.textContent = say("chats.add");
  add.addEventListener("click", () => addPerson(open));
  on("chats", drawAll);
  on("chat", ({ id }) => later(id));
  on("opened", drawOpen);
  drawAll();
}

function drawAll() {
  items.clear();
  for (const chat of chats.values()) items.set(chat.id, item(chat));
  const had = place.contains(document.activeElement) && Number(document.activeElement.dataset.chat);
  const nobody = make("p", { className: "nobody", textContent: say("chats.nobody") });
  place.replaceChildren(...(items.size ? items.values() : [nobody]));
  search.parentElement.hidden = items.size < MANY;
  items.get(had)?.focus();
  filter();
}

function item(chat) {
  const button = make("button", { type: "button", className: "chat", dataset: { chat: chat.id } });
  button.addEventListener("click", () => opener(chat.id, true));
  fill(button, chat);
  return button;
}

function fill(button, chat) {
  const { last, unread } = chat;
  const time = last ? make("time", { textContent: briefly(new Date(last.date * 1000)) }) : "";
  const top = make("span", { className: "top" }, make("strong", { textContent: chat.name }), time);
  const badge = unread ? make("span", { className: "badge", textContent: unread > 99 ? "99+" : unread, title: say("chats.unread", { n: unread }) }) : "";
  const under = make("span", { className: "under" }, make("span", { className: "brief", textContent: preview(chat) }), badge);
  const role = make("small", { className: "role", textContent: chat.hint });
  button.replaceChildren(face(chat.id, chat.name, chat.isGroup ? "group" : ""), make("span", { className: "names" }, top, role, under));
  button.classList.toggle("has-unread", unread > 0);
  button.ariaCurrent = String(Boolean(isOpen(chat.id)));
}

function preview(chat) {
  const { last } = chat;
  if (!last) return say("message.empty");
  const text = briefOf(last).replace(/\s+/g, " ");
  if (last.service) return text;
  if (chat.isGroup) return `${last.from_name.split(" ").at(-1)}: ${text}`;
  return last.from === chat.id ? `\u2192 ${text}` : text;
}

/** Many events of a moment are one drawing. */
function later(id) {
  if (!stale.size) requestAnimationFrame(refresh);
  stale.add(id);
}

function refresh() {
  for (const id of stale) if (items.has(id) && chats.has(id)) fill(items.get(id), chats.get(id));
  stale.clear();
}

function drawOpen() {
  for (const [id, button] of items) button.ariaCurrent = String(Boolean(isOpen(id)));
}

function filter() {
  const wanted = search.parentElement.hidden ? "" : search.value.trim().toLowerCase();
  for (const [id, button] of items) {
    const chat = chats.get(id);
    button.hidden = Boolean(wanted) && !`${chat.name} ${chat.hint}`.toLowerCase().includes(wanted);
  }
  rove();
}

/** The list is one stop of the Tab key; arrows walk in it. */
function rove(here = [...items.values()].find((one) => !one.hidden)) {
  for (const button of items.values()) button.tabIndex = button === here ? 0 : -1;
}

function walk(event) {
  const shown = [...items.values()].filter((one) => !one.hidden);
  const here = shown.indexOf(document.activeElement);
  const next = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: shown.length - 1 }[event.key];
  if (next === undefined) return;
  event.preventDefault();
  const button = shown[next] ?? search;
  if (shown[next]) rove(button);
  button.focus();
}
