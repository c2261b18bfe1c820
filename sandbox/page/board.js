// The open chats as columns; on a phone one at a time, with the list a step back.

import { on, tell } from "./bus.js";
import { addReader, chats } from "./chats.js";
import { Column } from "./column.js";
import { isNarrow } from "./dom.js";
import { keep, recall } from "./memory.js";
import { say } from "./words.js";

const NARROWEST = 316;
const COMFORTABLE = 400;
const MOST = 6;
const board = document.getElementById("columns");
const columns = new Map();
let lastUse = 0;

export const isOpen = (id) => columns.has(id);

const capacity = () => Math.min(MOST, Math.max(1, Math.floor(board.clientWidth / NARROWEST)));

/** Opens what was open here before, else the first few people and a group. */
export function startBoard() {
  board.dataset.hint = say("chats.none");
  addReader(({ id }, message) => {
    const column = columns.get(id);
    return Boolean(column) && (column.log.isRead || message.from === column.actor());
  });
  on("chats", described);
  on("seen", (seen) => columns.get(seen.chat)?.apply(seen));
  on("chat", ({ id }) => columns.get(id)?.log.showJump());
  on("typing", (event) => columns.get(event.chat_id)?.typing(event));
  on("answer", (event) => columns.get(event.chat_id)?.pressing.overheard(event));
  on("commands", () => columns.forEach((column) => column.composer.commands.forget()));
  document.addEventListener("visibilitychange", () => columns.forEach((column) => column.log.moved()));
  window.addEventListener("popstate", () => showOnly(window.history.state?.chat ?? null));
  openAtFirst();
}

function openAtFirst() {
  board.replaceChildren();
  if (isNarrow()) return;
  const before = (recall("open") ?? []).filter((id) => chats.has(id));
  for (const id of before.length ? before : firstFew()) add(id);
}

function firstFew() {
  const room = Math.max(Math.min(4, capacity()), Math.min(MOST, Math.floor(board.clientWidth / COMFORTABLE)));
  const all = [...chats.values()];
  const group = all.find((chat) => chat.isGroup);
  const people = all.filter((chat) => !chat.isGroup);
  const shown = group ? [...people.slice(0, room - 1), group] : people.slice(0, room);
  return shown.map((chat) => chat.id);
}

/** Everything anew, after a lost connection. */
export const reloadBoard = () => Promise.all([...columns.values()].map((column) => column.load()));

function described() {
  for (const [id, column] of columns) {
    if (chats.has(id)) column.describe(chats.get(id));
    else close(id);
  }
}

function add(id) {
  const column = new Column(chats.get(id), { close: () => close(id), back: () => window.history.back() });
  columns.set(id, column);
  board.append(column.element);
  column.load();
  column.element.addEventListener("focusin", () => used(column));
  used(column);
  remember();
  return column;
}

function used(column) {
  lastUse += 1;
  column.lastUse = lastUse;
}

function remember() {
  keep("open", [...columns.keys()]);
  tell("opened");
}

function close(id) {
  const element = columns.get(id)?.element;
  const had = element?.contains(document.activeElement);
  element?.remove();
  columns.delete(id);
  remember();
  if (had) document.querySelector(`.chat[data-chat="${id}"]`)?.focus({ preventScroll: true });
  if (isNarrow() && window.history.state?.chat === id) window.history.back();
}

/** Opens a chat, or brings an open one into view. */
export function openChat(id, focus = false) {
  if (!chats.has(id)) return null;
  const column = columns.get(id) ?? add(id);
  if (isNarrow()) step(id);
  column.element.scrollIntoView({ inline: "nearest", block: "nearest" });
  used(column);
  if (focus) column.focus();
  return column;
}

/** On a phone: the chat instead of the list; the browser's own way back leads to the list. */
function step(id) {
  const instead = window.history.state?.chat !== undefined;
  window.history[instead ? "replaceState" : "pushState"]({ chat: id }, "");
  showOnly(id);
}

function showOnly(id) {
  document.body.classList.toggle("in-chat", columns.has(id));
  for (const [one, column] of columns) column.element.classList.toggle("current", one === id);
  if (!columns.has(id)) document.querySelector(".chat[tabindex='0']")?.focus({ preventScroll: true });
}

/** The chat where something is being done by itself: opened if need be, in the place of the one longest unused. */
export function bringIntoView(id) {
  for (const column of columns.values()) column.element.classList.toggle("acting", column.id === id);
  if (!chats.has(id) || isBusyTyping(id)) return;
  if (!columns.has(id) && !isNarrow()) makeRoom();
  openChat(id)?.element.classList.add("acting");
}

/** Nobody is taken away from what they are writing. */
const isBusyTyping = (id) => isNarrow() && [...columns.values()].some((column) => column.id !== id && column.composer.input.value);

function makeRoom() {
  const idle = [...columns.values()].filter((column) => !column.composer.input.value && !column.chat.isGroup);
  const oldest = idle.sort((one, other) => one.lastUse - other.lastUse)[0];
  if (columns.size >= capacity() && oldest) close(oldest.id);
}
