// A chat as one person sees it (or a group, as whoever is chosen in it sees it).

import { openActions } from "./actions.js";
import { get, post } from "./api.js";
import { bot } from "./chats.js";
import { Composer } from "./composer.js";
import { face, icon, iconButton, make, refill, textButton } from "./dom.js";
import { Log } from "./log.js";
import { openMenu } from "./menu.js";
import { trying } from "./notices.js";
import { PinBar } from "./pinbar.js";
import { Pressing } from "./pressing.js";
import { TopicBar } from "./topicbar.js";
import { say } from "./words.js";

const TYPING = 5500;

export class Column {
  /** `chat`: see chats.js; `close` and `back` are what the buttons of the head do. */
  constructor(chat, { close, back }) {
    this.chat = chat;
    this.id = chat.id;
    this.writer = chat.isGroup ? null : chat.id;
    this.head = make("header", { className: "head" });
    this.state = make("small", { role: "status" });
    this.buttons = { back, close };
    this.element = make("section", { className: "column", dataset: { chat: chat.id } });
    this.log = new Log(this);
    this.pins = new PinBar(this);
    this.topics = new TopicBar(this);
    this.pressing = new Pressing(this);
    this.empty = make("div", { className: "empty", hidden: true });
    this.blocked = make("div", { className: "blocked", hidden: true });
    this.composer = new Composer(this);
    const parts = [this.head, this.topics.element, this.pins.element, this.log.element, this.blocked, this.composer.element];
    this.element.append(...parts);
    this.log.element.append(this.empty);
    this.describe(chat);
  }

  /** Reads the newest messages; also after the connection was lost. */
  load() {
    return this.log.open();
  }

  /** Who acts here: in a group whoever is chosen. */
  actor() {
    return this.writer;
  }

  actAs(id) {
    this.writer = id;
    this.log.redraw();
  }

  get writers() {
    const { type, members, admins } = this.chat;
    return type === "channel" ? members.filter((one) => admins.includes(one.id)) : members;
  }

  /** The chat as it is now: name, members, topics, blocked. */
  describe(chat) {
    this.chat = chat;
    this.element.setAttribute("aria-label", chat.name);
    if (chat.isGroup && !this.writers.some((one) => one.id === this.writer)) this.writer = this.writers[0]?.id ?? null;
    this.drawHead();
    this.drawBlocked();
    this.log.named(chat.name);
    this.topics.update();
    this.pins.update();
    this.composer.update();
  }

  drawHead() {
    const { chat } = this;
    const back = iconButton("left", say("chats.back"), this.buttons.back, "back");
    const close = iconButton("close", say("chats.close", { name: chat.name }), this.buttons.close, "close");
    const more = iconButton("more", say("chats.more", { name: chat.name }), () => this.openMenu(more));
    const names = make("div", { className: "names" }, make("h2", { textContent: chat.name }), this.state);
    refill(this.head, back, face(chat.id, chat.name, chat.isGroup ? "group" : ""), names, ...(chat.isGroup ? [] : [more]), close);
    this.showState();
  }

  openMenu(near) {
    const { blocked } = this.chat;
    const words = say(blocked ? "chats.unblock" : "chats.block");
    openMenu(this.chat.name, [{ sign: "block", words, act: () => this.block(!blocked) }], near);
  }

  block(blocked) {
    return trying(() => post(`/people/${this.id}/${blocked ? "block" : "unblock"}`), this.element);
  }

  drawBlocked() {
    const { blocked } = this.chat;
    this.blocked.hidden = !blocked;
    this.composer.element.hidden = blocked;
    const unblock = textButton(say("chats.unblock"), () => this.block(false), "plain main");
    this.blocked.replaceChildren(make("span", { textContent: say("chats.blocked") }), unblock);
  }

  showState(words = "") {
    this.state.textContent = words || this.chat.hint;
    this.state.className = words ? "typing" : "";
  }

  typing({ action, name }) {
    clearTimeout(this.typingEnds);
    const what = action.startsWith("upload") || action.startsWith("record") ? "uploading" : "typing";
    this.showState(this.chat.isGroup ? say(`message.${what}By`, { name: name ?? bot.name }) : say(`message.${what}`));
    this.typingEnds = setTimeout(() => this.showState(), TYPING);
  }

  /** A message of this chat that came or changed. */
  apply(seen) {
    if (seen.message?.from_bot && seen.what === "new") this.showState();
    this.log.apply(seen);
    this.pins.update(seen);
  }

  /** After every change of the log. */
  changed() {
    const { thread } = this.log;
    this.composer?.showKeyboard(thread.messages);
    this.drawEmpty(thread.complete && !this.log.rows.length);
  }

  drawEmpty(isEmpty) {
    if (this.empty.hidden !== isEmpty) return;
    this.empty.hidden = !isEmpty;
    const start = textButton(say("message.start"), () => this.send({ text: "/start" }), "plain main");
    this.empty.replaceChildren(icon("chat"), make("p", { textContent: say("message.empty") }), this.chat.isGroup ? "" : start);
  }

  chooseTopic(topic) {
    this.topics.choose(topic);
  }

  /** The topic's name beside a message where several are shown. */
  topicOf(message) {
    if (!this.chat.isForum || this.log.topic !== undefined || !message.thread) return "";
    return this.chat.topics.find((topic) => topic.id === message.thread)?.name ?? "";
  }

  show(id) {
    return this.log.show(id);
  }

  openActions(message, near) {
    openActions(this, message, near);
  }

  /** → the message, or undefined when it couldn't be sent. */
  async send(body) {
    const thread = typeof this.log.topic === "number" && !body.reply_to ? { thread: this.log.topic } : {};
    const sent = await trying(() => post(`/chats/${this.id}/messages`, { from: this.actor(), ...thread, ...body }), this.element);
    if (sent) this.log.toEnd();
    return sent;
  }

  react(message, emoji) {
    const path = `/chats/${this.id}/messages/${message.id}/react`;
    return trying(() => post(path, { from: this.actor(), emoji }), this.element);
  }

  press(message, button) {
    return this.pressing.press(message, button);
  }

  pressReply(message, button) {
    return this.pressing.pressReply(message, button);
  }

  commands() {
    return get(`/chats/${this.id}/commands?as=${this.actor()}`);
  }

  focus() {
    this.composer.focus();
  }
}
