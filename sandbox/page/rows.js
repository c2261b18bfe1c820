// From messages to the rows of a chat: days, the border of what is unread, runs of one author, albums.

import { dayKey } from "./moments.js";

const RUN = 600;

/**
 * → [{key, kind: "day" | "unread" | "service" | "message", messages, first, last}]: several messages are an album; `first`
 * and `last` tell a row's place in its author's run. `unreadFrom`: the id of the first message that nobody has seen.
 */
export function rowsOf(messages, unreadFrom) {
  const rows = [];
  let day = null;
  for (const message of messages) {
    const today = dayKey(new Date(message.date * 1000));
    if (today !== day) rows.push({ key: `day ${today}`, kind: "day", messages: [message], floats: true });
    day = today;
    if (message.id === unreadFrom) rows.push({ key: "unread", kind: "unread", messages: [], floats: true });
    add(rows, message);
  }
  return rows;
}

function add(rows, message) {
  const before = rows.at(-1);
  if (message.album && before?.messages[0]?.album === message.album) {
    before.messages.push(message);
    return;
  }
  const kind = message.service ? "service" : "message";
  const runs = kind === "message" && before?.kind === "message" && continues(before.messages[0], message);
  if (runs) before.last = false;
  rows.push({ key: message.id, kind, messages: [message], first: !runs, last: true });
}

function continues(before, message) {
  return before.from === message.from && before.thread === message.thread && message.date - before.date < RUN;
}

/** Whether a row drawn for one still shows the other. */
export function sameRow(one, other) {
  return one.kind === other.kind && one.first === other.first && one.last === other.last
    && one.messages.length === other.messages.length
    && one.messages.every((message, place) => message === other.messages[place]);
}

const LINE = 21;

/** Pixels, guessed before the row is drawn; `width` is the column's. */
export function guessHeight(row, width) {
  if (row.kind !== "message") return 38;
  const room = Math.max(20, (Math.min(width * 0.86, 520) - 40) / 7.4);
  const [message] = row.messages;
  const lines = message.text.split("\n").reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / room)), 0);
  const picture = message.photo ? Math.min(320, (width * 0.8 * message.photo.height) / message.photo.width) : 0;
  const file = message.document || message.voice || message.contact || message.location ? 58 : 0;
  const extras = (message.reply ? 48 : 0) + (message.reactions.length ? 34 : 0) + (row.first ? 8 : 0);
  return 20 + (message.text ? lines * LINE : 0) + picture + file + extras + message.buttons.length * 46;
}
