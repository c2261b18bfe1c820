// The page as a whole: which chats there are, which are open, and what the server tells meanwhile.

import { get, post } from "./api.js";
import { clockMoved, startClock } from "./clockbar.js";
import { Column, hintOf } from "./column.js";
import { make, trying } from "./dom.js";
import { loadWords, say } from "./words.js";

const KEPT = "sandbox-open-chats";
const AT_FIRST = 4;
const columns = new Map();
const board = document.getElementById("columns");
const chips = document.getElementById("chips");
let chats = [];
let botName = "";

function remembered() {
  try {
    return JSON.parse(localStorage.getItem(KEPT));
  } catch {
    return null;
  }
}

function remember() {
  localStorage.setItem(KEPT, JSON.stringify([...columns.keys()]));
}

const nameOf = (person) => [person.first_name, person.last_name].filter(Boolean).join(" ");

function personChat(person, groups) {
  const own = groups.filter((group) => group.members?.includes(person.id));
  const hints = [hintOf(person), person.blocked ? say("chats.blocked") : ""].filter(Boolean);
  return { id: person.id, name: nameOf(person), hint: hints.join(" · "), blocked: person.blocked, isGroup: false, members: [], groups: own };
}

function groupChat(group, people) {
  const inside = people.filter((person) => group.members?.includes(person.id));
  const members = inside.map((person) => ({ id: person.id, name: nameOf(person) }));
  const hint = `${say(`chats.${group.type}`)}, ${say("chats.members", { n: members.length + (group.bot ? 1 : 0) })}`;
  return { id: group.id, name: group.title, hint, isGroup: true, members, groups: [] };
}

async function loadChats() {
  const [people, groups, health] = await Promise.all([get("/people"), get("/groups"), get("/health")]);
  botName = health.bot.first_name;
  const living = groups.filter((group) => !group.migrated_to);
  chats = [...people.map((person) => personChat(person, living)), ...living.map((group) => groupChat(group, people))];
  for (const chat of chats) columns.get(chat.id)?.describe(chat);
  drawChips();
}

function drawChips() {
  chips.setAttribute("aria-label", say("chats.label"));
  const known = chats.map((chat) => {
    const open = columns.has(chat.id);
    const aria = { pressed: String(open) };
    const chip = make("button", { type: "button", className: "chip", textContent: chat.name, title: chat.hint, aria });
    chip.addEventListener("click", () => (open && !isNarrow() ? close(chat.id) : open_(chat.id, true)));
    return chip;
  });
  const add = make("button", { type: "button", className: "chip add", textContent: `+ ${say("chats.add")}`, title: say("chats.addLabel") });
  add.addEventListener("click", addPerson);
  chips.replaceChildren(...known, add);
  board.dataset.hint = say(chats.length ? "chats.none" : "chats.nobody");
}

const isNarrow = () => window.matchMedia("(max-width: 700px)").matches;

async function addPerson() {
  const name = window.prompt(say("chats.addAsk"))?.trim();
  if (!name) return;
  const [first_name, ...rest] = name.split(/\s+/);
  const made = await trying(() => post("/people", { first_name, ...(rest.length && { last_name: rest.join(" ") }), language_code: "ru" }));
  if (!made) return;
  await trying(loadChats);
  open_(made.id, true);
}

function open_(id, focus = false) {
  const chat = chats.find((one) => one.id === id);
  if (!chat) return;
  if (!columns.has(id)) {
    const column = new Column(chat, () => close(id));
    columns.set(id, column);
    board.append(column.element);
    remember();
    drawChips();
  }
  if (focus) columns.get(id).focus();
}

function close(id) {
  columns.get(id)?.element.remove();
  columns.delete(id);
  remember();
  drawChips();
}

/** Chats of an earlier sandbox are gone; then the first few are opened. */
function openAtFirst() {
  const ids = new Set(chats.map((chat) => chat.id));
  const before = (remembered() ?? []).filter((id) => ids.has(id));
  const group = chats.find((chat) => chat.isGroup);
  const first = chats.slice(0, AT_FIRST - 1).map((chat) => chat.id);
  for (const id of before.length ? before : new Set([...first, ...(group ? [group.id] : [])])) open_(id);
}

const heard = {
  message: (event) => columns.get(event.chat_id)?.refresh(),
  typing: (event) => columns.get(event.chat_id)?.typing(event.action, botName),
  clock: clockMoved,
  people: () => trying(loadChats),
};

function listen() {
  const events = new EventSource("/sandbox/events");
  let lost = false;
  events.onmessage = (message) => {
    const event = JSON.parse(message.data);
    heard[event.type]?.(event);
  };
  events.onerror = () => { lost = true; };
  events.onopen = async () => {
    if (!lost) return;
    lost = false;
    await trying(loadChats);
    for (const column of columns.values()) column.refresh();
  };
}

async function start() {
  await loadWords();
  document.title = say("title");
  document.getElementById("title").textContent = say("title");
  document.getElementById("subtitle").textContent = say("subtitle");
  await trying(() => startClock(document.getElementById("clock")));
  await trying(loadChats);
  openAtFirst();
  listen();
}

start();
