// Which chats there are: people and groups, with what was written last and how much of it is unread.
// Tells "chats" when the list has changed, "chat" {id} when one chat of it has.

import { get } from "./api.js";
import { on, tell } from "./bus.js";
import { showZone, setClock } from "./moments.js";
import { roleName, say } from "./words.js";

/** Asked for as soon as this module runs. */
let asked = get("/page");

/** id → {id, name, hint, isGroup, type, isForum, topics, members, admins, groups, blocked, last, pinned, unread, typing} */
export const chats = new Map();
export const bot = { id: undefined, name: "" };

const nameOf = (person) => [person.first_name, person.last_name].filter(Boolean).join(" ");
const readers = new Set();

/** `reader(chat)` answers whether somebody looks at the end of that chat now. */
export const addReader = (reader) => readers.add(reader);

export async function loadChats() {
  const page = await (asked ?? get("/page"));
  asked = null;
  showZone(page.zone);
  setClock(page.clock.now);
  Object.assign(bot, { id: page.bot.id, name: page.bot.first_name });
  const found = [
    ...page.groups.map((group) => groupChat(group, page.people)),
    ...page.people.map((person) => personChat(person, page.groups)),
  ];
  const before = new Map(chats);
  chats.clear();
  for (const chat of found) chats.set(chat.id, { unread: 0, ...before.get(chat.id), ...chat });
  tell("chats");
}

function common(view) {
  return { id: view.id, last: view.last, pinned: new Set(view.pinned) };
}

function personChat(person, groups) {
  const own = groups.filter((group) => group.members.includes(person.id));
  const hint = [person.roles].flat().map(roleName).join(", ");
  return {
    ...common(person), name: nameOf(person), hint, blocked: person.blocked, isGroup: false, type: "private",
    members: [], admins: [], topics: [], groups: own,
  };
}

function groupChat(group, people) {
  const members = people.filter((person) => group.members.includes(person.id));
  const n = members.length + (group.bot ? 1 : 0);
  return {
    ...common(group), name: group.title, hint: `${say(`chats.${group.type}`)}, ${say("chats.members", { n })}`,
    isGroup: true, type: group.type, isForum: Boolean(group.is_forum), topics: group.topics ?? [], blocked: false,
    members: members.map((person) => ({ id: person.id, name: nameOf(person) })), admins: group.admins, groups: [],
  };
}

on("seen", ({ chat: id, id: messageId, what, message }) => {
  const chat = chats.get(id);
  if (!chat) return;
  notePin(chat, messageId, message);
  if (message && message.id >= (chat.last?.id ?? 0)) chat.last = message;
  if (!message && chat.last?.id === messageId) relook(chat);
  if (what === "new" && message && message.from !== id && !isRead(chat, message)) chat.unread += 1;
  tell("chat", { id });
});

function notePin(chat, id, message) {
  if (message?.pinned) chat.pinned = new Set([...chat.pinned, id]);
  else chat.pinned.delete(id);
}

const isRead = (chat, message) => [...readers].some((reader) => reader(chat, message));

/** The last message is gone: the one before it is the last now. */
async function relook(chat) {
  const [last] = await get(`/chats/${chat.id}/messages?limit=1`).catch(() => []);
  chat.last = last;
  tell("chat", { id: chat.id });
}

export function markRead(chat) {
  if (!chat.unread) return;
  chat.unread = 0;
  tell("chat", { id: chat.id });
}
