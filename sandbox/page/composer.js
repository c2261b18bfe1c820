// Where a person writes: words, replies and corrections, commands, attachments, the bot's reply keyboard.

import { saveEdit } from "./actions.js";
import { attachMenu, sendFiles } from "./attach.js";
import { CommandMenu } from "./commands.js";
import { face, icon, iconButton, make } from "./dom.js";
import { replyKeys } from "./keys.js";
import { briefOf } from "./parts.js";
import { canRecord, Recorder } from "./recorder.js";
import { say } from "./words.js";

const TALLEST = 160;

export class Composer {
  /** `column`: see column.js. */
  constructor(column) {
    this.column = column;
    this.about = null;
    this.keys = make("div", { className: "reply-keys", hidden: true });
    this.bar = make("div", { className: "about", hidden: true });
    this.input = make("textarea", { rows: 1, autocomplete: "off", value: column.chat.draft ?? "" });
    this.commands = new CommandMenu(column, this.input, (name) => this.sendCommand(name));
    this.recorder = new Recorder(column, () => this.drawLine());
    this.line = make("div", { className: "line" });
    this.element = make("div", { className: "composer" }, this.commands.list, this.bar, this.line, this.keys);
    this.listen();
    this.drawLine();
  }

  listen() {
    this.input.addEventListener("keydown", (event) => this.keyDown(event));
    this.input.addEventListener("input", () => this.typed());
    this.input.addEventListener("paste", (event) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length) event.preventDefault();
      sendFiles(this, files, "photo");
    });
  }

  /** The line of buttons around the input; while a voice is recorded, the recorder's own. */
  drawLine() {
    if (this.recorder.running) {
      this.line.replaceChildren(...this.recorder.parts());
      return;
    }
    const attach = iconButton("clip", say("composer.attach"), () => attachMenu(this, attach));
    const commands = iconButton("slash", say("composer.menu"), () => this.commands.toggle());
    this.fold = iconButton("keys", say("composer.keyboard"), () => this.toggleKeyboard());
    this.sendButton = iconButton("send", say("composer.send"), () => this.send(), "main");
    this.voice = iconButton("microphone", say("composer.record"), () => this.recorder.start());
    this.line.replaceChildren(this.writerPicker(), commands, this.input, this.fold, attach, this.voice, this.sendButton);
    this.showKeyboardButton();
    this.fit();
  }

  /** In a group: on whose behalf, as a small face over a list of names. */
  writerPicker() {
    if (!this.column.chat.isGroup) return "";
    const words = say("chats.as");
    const options = this.column.writers.map((one) => make("option", { value: one.id, textContent: one.name }));
    const select = make("select", { title: words, aria: { label: words } }, ...options);
    const label = make("span", { className: "writer" });
    const show = () => {
      const chosen = this.column.writers.find((one) => one.id === this.column.actor());
      if (chosen) label.replaceChildren(face(chosen.id, chosen.name, "small"), select);
      select.value = chosen?.id ?? "";
    };
    select.addEventListener("change", () => {
      this.column.actAs(Number(select.value));
      show();
      this.named();
      select.focus();
    });
    show();
    return label;
  }

  /** After a change of the chat's name, members or commands. */
  update() {
    this.commands.forget();
    this.named();
    if (!this.recorder.running && !this.line.contains(document.activeElement)) this.drawLine();
  }

  named() {
    const { chat } = this.column;
    this.input.setAttribute("aria-label", say("composer.label", { name: chat.name }));
    this.input.placeholder = this.placeholder ?? this.ownPlaceholder();
  }

  ownPlaceholder() {
    const { chat, writers } = this.column;
    const writer = chat.isGroup && writers.find((one) => one.id === this.column.actor());
    return writer ? say("composer.placeholderAs", { name: writer.name.split(" ").at(-1) }) : say("composer.placeholder");
  }

  keyDown(event) {
    if (event.isComposing || this.commands.keyDown(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.send();
    } else if (event.key === "Escape" && this.about) {
      this.dismiss();
    } else if (event.key === "ArrowUp" && !this.input.value) {
      this.editLast(event);
    }
  }

  typed() {
    this.column.chat.draft = this.input.value;
    this.fit();
    this.commands.typed();
  }

  fit() {
    const empty = !this.input.value.trim();
    this.voice.hidden = !empty || !canRecord || Boolean(this.about);
    this.sendButton.hidden = !this.voice.hidden;
    this.input.style.height = "auto";
    if (this.input.value) this.input.style.height = `${Math.min(this.input.scrollHeight, TALLEST)}px`;
  }

  set(text) {
    this.input.value = text;
    this.typed();
  }

  async send() {
    const text = this.input.value.trim();
    if (!text) return;
    const { about } = this;
    this.set("");
    this.commands.close();
    this.dismiss();
    const body = about?.reply ? { text, reply_to: about.message.id } : { text };
    const sent = about?.edit ? await saveEdit(this.column, about.message, text) : await this.column.send(body);
    if (sent !== undefined) return;
    this.set(text);
    if (about) this.take(about);
  }

  sendCommand(name) {
    this.set("");
    this.column.send({ text: `/${name}` });
  }

  /** What goes along with an attachment: the words as its caption, the message that it answers. */
  takeCaption() {
    const text = this.input.value.trim();
    const reply = this.about?.reply ? { reply_to: this.about.message.id } : {};
    this.set("");
    this.dismiss();
    return { ...(text && { text }), ...reply };
  }

  reply(message) {
    this.take({ reply: true, message });
  }

  edit(message) {
    this.take({ edit: true, message });
    this.set(message.text);
  }

  editLast(event) {
    const own = (one) => one.from === this.column.actor() && !one.from_bot && one.text && !one.service;
    const last = this.column.log.shown.findLast(own);
    if (!last) return;
    event.preventDefault();
    this.edit(last);
  }

  take(about) {
    this.about = about;
    const { message } = about;
    const title = about.edit ? say("composer.editing") : message.from_name;
    const words = make("span", { className: "lines" }, make("strong", { textContent: title }), make("span", { textContent: briefOf(message) }));
    const cancel = iconButton("close", say(about.edit ? "composer.cancelEdit" : "composer.cancelReply"), () => this.dismiss());
    this.bar.replaceChildren(icon(about.edit ? "edit" : "reply"), words, cancel);
    this.bar.hidden = false;
    this.fit();
    this.focus();
  }

  dismiss() {
    if (!this.about) return;
    if (this.about.edit) this.set("");
    const had = this.bar.contains(document.activeElement);
    this.about = null;
    this.bar.hidden = true;
    this.fit();
    if (had) this.focus();
  }

  /** From the newest message that brought or removed a keyboard. */
  showKeyboard(messages) {
    const last = messages.findLast((one) => one.reply_keyboard || one.remove_keyboard || one.force_reply);
    if (last === this.keyboard) return;
    const isOther = last?.id !== this.keyboard?.id;
    this.keyboard = last;
    if (last?.force_reply && isOther && this.asked !== last.id) this.reply(last);
    this.asked = last?.id;
    this.placeholder = last?.keyboard_placeholder;
    this.named();
    this.keys.replaceChildren(...(last?.reply_keyboard ? replyKeys(last, this.column) : []));
    this.keys.hidden = !last?.reply_keyboard;
    this.showKeyboardButton();
  }

  showKeyboardButton() {
    this.fold.hidden = !this.keyboard?.reply_keyboard;
    this.fold.setAttribute("aria-expanded", String(!this.keys.hidden));
  }

  toggleKeyboard() {
    this.keys.hidden = !this.keys.hidden;
    this.showKeyboardButton();
  }

  foldKeyboard() {
    this.keys.hidden = true;
    this.showKeyboardButton();
  }

  focus() {
    this.input.focus({ preventScroll: true });
  }
}
