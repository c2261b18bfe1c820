// What a person can do with a message.

import { patch, post, remove } from "./api.js";
import { choose } from "./chooser.js";
import { bot, chats } from "./chats.js";
import { coloured, make } from "./dom.js";
import { closeMenu, openMenu } from "./menu.js";
import { confirmBox, toast, trying } from "./notices.js";
import { say } from "./words.js";

const REACTIONS = ["\u{1F44D}", "\u2764", "\u{1F525}", "\u{1F44F}", "\u{1F389}", "\u{1F914}", "\u{1F44E}"];

export function openActions(column, message, near) {
  const own = message.from === column.actor() && !message.from_bot;
  const worded = Boolean(message.text);
  const options = [
    reactionRow(column, message),
    { sign: "reply", words: say("act.reply"), act: () => column.composer.reply(message) },
    { sign: "forward", words: say("act.forward"), act: () => forward(column, message) },
    worded && { sign: "copy", words: say("act.copy"), act: () => copy(column, message) },
    own && worded && { sign: "edit", words: say("act.edit"), act: () => column.composer.edit(message) },
    own && { sign: "trash", words: say("act.delete"), act: () => erase(column, message), className: "danger" },
  ];
  openMenu(say("message.actions"), options.filter(Boolean), near);
}

function reactionRow(column, message) {
  const given = message.reactions.find((one) => one.from === column.actor())?.emoji;
  const buttons = REACTIONS.map((emoji) => {
    const aria = { label: say("act.react", { emoji }), checked: String(emoji === given) };
    const button = make("button", { type: "button", role: "menuitemradio", textContent: coloured(emoji), aria });
    button.addEventListener("click", () => {
      closeMenu();
      column.react(message, emoji === given ? null : emoji);
    });
    return button;
  });
  return make("div", { className: "choose-reaction", role: "group" }, ...buttons);
}

/** As whoever acts here: to the person's own chat with the bot or to one of the person's groups. */
async function forward(column, message) {
  const person = chats.get(column.actor());
  if (!person) return;
  const own = { id: person.id, name: bot.name, hint: say("chats.own", { name: person.name }) };
  const groups = person.groups.map((group) => chats.get(group.id)).filter(Boolean);
  const target = await choose(say("act.forwardTo"), [own, ...groups]);
  if (target === undefined) return;
  const body = { from: person.id, forward_from: { chat_id: column.id, message_id: message.id } };
  const sent = await trying(() => post(`/chats/${target}/messages`, body), column.element);
  if (sent) toast(say("act.forwarded"), column.element);
}

async function copy(column, message) {
  await trying(() => navigator.clipboard.writeText(message.text), column.element);
  toast(say("message.copied"), column.element);
}

async function erase(column, message) {
  if (!(await confirmBox(say("act.confirmDelete"), say("act.delete")))) return;
  await trying(() => remove(`/chats/${column.id}/messages/${message.id}`, { from: column.actor() }), column.element);
}

/** The new words of an own message; → undefined when they weren't taken. */
export function saveEdit(column, message, text) {
  return trying(() => patch(`/chats/${column.id}/messages/${message.id}`, { from: column.actor(), text }), column.element);
}
