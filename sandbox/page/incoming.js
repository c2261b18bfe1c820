// Messages that the server says are new or changed: asked for one by one, many new ones of a chat at once.
// Tells "seen": {chat, id, what, message or null when it is gone}.

import { get } from "./api.js";
import { on, tell } from "./bus.js";

const PAUSE = 25;
const MANY = 4;
let waiting = new Map();
let mainBot;

/** `botId`: chats with other bots of the same sandbox have the same ids and are none of ours. */
export function watchMessages(botId) {
  mainBot = botId;
}

on("message", ({ chat_id: chat, message_id: id, what = "edited", bot_id: bot }) => {
  if (bot !== undefined && mainBot !== undefined && bot !== mainBot) return;
  if (!waiting.size) setTimeout(ask, PAUSE);
  const ofChat = waiting.get(chat) ?? new Map();
  waiting.set(chat, ofChat.set(id, ofChat.get(id) === "new" && what !== "deleted" ? "new" : what));
});

function ask() {
  const asked = waiting;
  waiting = new Map();
  for (const [chat, changes] of asked) askOf(chat, changes);
}

async function askOf(chat, changes) {
  const fresh = [...changes].filter(([, what]) => what === "new").map(([id]) => id);
  const known = fresh.length > MANY ? await several(chat, Math.min(...fresh) - 1, Math.max(...fresh)) : new Map();
  const each = [...changes].map(async ([id, what]) => {
    const message = what === "deleted" ? null : known.get(id) ?? await one(chat, id);
    return { chat, id, what, message };
  });
  for (const seen of await Promise.all(each)) if (seen.message !== undefined) tell("seen", seen);
}

async function several(chat, after, last) {
  try {
    const messages = await get(`/chats/${chat}/messages?after=${after}&limit=${last - after}`);
    return new Map(messages.map((message) => [message.id, message]));
  } catch {
    return new Map();
  }
}

/** undefined when the server doesn't answer: the reconnect reads everything anew. */
async function one(chat, id) {
  try {
    return await get(`/chats/${chat}/messages/${id}`);
  } catch (problem) {
    return problem.status === 404 ? null : undefined;
  }
}
