// Pressing the buttons that a bot gives, and what comes of it: toasts, alerts, links, a group or a person to choose.

import { post } from "./api.js";
import { choose } from "./chooser.js";
import { bot, chats } from "./chats.js";
import { alertBox, toast, trying } from "./notices.js";
import { say } from "./words.js";

export class Pressing {
  constructor(column) {
    this.column = column;
    this.waiting = new Set();
  }

  async press(message, button) {
    const address = button.url ?? button.login_url?.url ?? button.web_app?.url;
    if (address) return window.open(address, "_blank", "noopener");
    if (button.copy_text) return this.copy(button.copy_text.text);
    if (button.data === undefined) return toast(say("message.noAct"), this.column.element);
    this.waiting.add(message.id);
    const reply = await this.send(message, { data: button.data });
    this.waiting.delete(message.id);
    if (!reply) return undefined;
    return reply.answer ? this.show(reply.answer) : toast(say("message.unanswered"), this.column.element);
  }

  async copy(text) {
    await trying(() => navigator.clipboard.writeText(text), this.column.element);
    toast(say("message.copied"), this.column.element);
  }

  show({ text, show_alert: alert, url }) {
    if (url) window.open(url, "_blank", "noopener");
    if (!text) return;
    if (alert) alertBox(text);
    else toast(text, this.column.element);
  }

  /** The bot's answer to a press that was made elsewhere (by the play, say): never in the way. */
  overheard({ message_id: message, person_id: person, text }) {
    if (!text || this.waiting.has(message)) return;
    if (!this.column.chat.isGroup || person === this.column.actor()) toast(text, this.column.element);
  }

  async pressReply(message, button) {
    const more = await this.chosen(button);
    if (more === undefined) return;
    const sent = await this.send(message, { text: button.text, ...more });
    if (!sent) return;
    this.column.log.toEnd();
    if (message.one_time_keyboard) this.column.composer.foldKeyboard();
  }

  /** What a button asks for besides the press; undefined when the person thought better of it. */
  async chosen({ request_chat: wanted, request_users: people }) {
    if (wanted) return this.chosenGroup(wanted);
    if (!people) return {};
    const options = [...chats.values()].filter((one) => !one.isGroup);
    const id = await choose(say("composer.choosePerson"), options);
    return id === undefined ? undefined : { users: [id] };
  }

  async chosenGroup(wanted) {
    const isChannel = Boolean(wanted.chat_is_channel);
    const own = this.column.chat.groups.map((group) => chats.get(group.id)).filter(Boolean);
    const fitting = own.filter((one) => (one.type === "channel") === isChannel);
    if (!fitting.length) {
      toast(say("composer.noChat", { bot: bot.name }), this.column.element);
      return undefined;
    }
    const id = await choose(say("composer.chooseGroup"), fitting);
    return id === undefined ? undefined : { chat: id };
  }

  send(message, which) {
    const path = `/chats/${this.column.id}/messages/${message.id}/press`;
    return trying(() => post(path, { from: this.column.actor(), ...which }), this.column.element);
  }
}
