// Where a person writes: text, the command menu, attachments, the bot's reply keyboard.

import { get } from "./api.js";
import { make, roundButton, toast, trying } from "./dom.js";
import { say } from "./words.js";

/** `column` gives: element, id, actor(), actorName(), send(body), pressReply(message, button). */
export class Composer {
  constructor(column) {
    this.column = column;
    this.replyTo = null;
    this.menu = make("div", { className: "menu", hidden: true, role: "listbox" });
    this.replying = make("div", { className: "replying", hidden: true });
    this.keys = make("div", { className: "reply-keys", hidden: true });
    this.input = make("textarea", { rows: 1, placeholder: say("composer.placeholder"), autocomplete: "off" });
    this.file = make("input", { type: "file", hidden: true });
    this.element = make("div", { className: "composer" }, this.menu, this.replying, this.line(), this.keys, this.file);
    this.listen();
  }

  line() {
    const attach = this.round("📎", "composer.attach", () => this.attachMenu());
    this.commands = this.round("/", "composer.menu", () => this.commandMenu());
    const send = this.round("➤", "composer.send", () => this.send());
    send.classList.add("main");
    return make("div", { className: "line" }, this.commands, this.input, attach, send);
  }

  round(sign, name, act) {
    const button = roundButton(sign, say(name));
    button.addEventListener("click", act);
    return button;
  }

  listen() {
    this.input.addEventListener("keydown", (event) => this.keyDown(event));
    this.input.addEventListener("input", () => this.typed());
    this.file.addEventListener("change", () => this.sendFile());
  }

  named() {
    this.input.setAttribute("aria-label", say("composer.label", { name: this.column.actorName() }));
  }

  keyDown(event) {
    const options = [...this.menu.querySelectorAll("button")];
    if (!this.menu.hidden && ["ArrowDown", "ArrowUp"].includes(event.key) && options.length) {
      event.preventDefault();
      options[event.key === "ArrowDown" ? 0 : options.length - 1].focus();
    } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.send();
    } else if (event.key === "Escape") {
      this.closeMenu();
      this.reply(null);
    }
  }

  typed() {
    this.input.style.height = "auto";
    this.input.style.height = `${Math.min(this.input.scrollHeight + 2, 140)}px`;
    if (/^\/\w*$/.test(this.input.value)) this.commandMenu(this.input.value.slice(1));
    else this.closeMenu();
  }

  async send() {
    const text = this.input.value.trim();
    if (!text) return;
    this.input.value = "";
    this.typed();
    const sent = await this.column.send({ text, ...this.replyBody() });
    if (sent === undefined) this.input.value = text;
    else this.reply(null);
  }

  replyBody() {
    return this.replyTo ? { reply_to: this.replyTo.id } : {};
  }

  reply(message) {
    this.replyTo = message;
    this.replying.hidden = !message;
    if (!message) return;
    const cancel = this.round("✕", "composer.cancelReply", () => this.reply(null));
    const text = say("composer.replying", { text: message.text || message.from_name });
    this.replying.replaceChildren(make("span", { textContent: text }), cancel);
    this.input.focus();
  }

  async commandMenu(start = "") {
    if (!start && !this.menu.hidden && !this.input.value) return this.closeMenu();
    const path = `/chats/${this.column.id}/commands?as=${this.column.actor()}`;
    const commands = await trying(() => get(path), this.column.element);
    const fitting = (commands ?? []).filter((one) => one.command.startsWith(start));
    if (!fitting.length) {
      if (!start && !this.input.value) toast(say("composer.noCommands"), this.column.element);
      return this.closeMenu();
    }
    return this.openMenu(fitting.map((one) => [`/${one.command}`, one.description, () => this.command(one.command)]));
  }

  command(name) {
    this.input.value = `/${name}`;
    this.closeMenu();
    this.send();
    this.input.focus();
  }

  attachMenu() {
    if (!this.menu.hidden) return this.closeMenu();
    return this.openMenu([
      ["📄", say("composer.file"), () => this.file.click()],
      ["👤", say("composer.contact"), () => this.column.send({ contact: true })],
      ["📍", say("composer.location"), () => this.column.send({ location: { latitude: 55.751244, longitude: 37.618423 } })],
    ]);
  }

  /** [[sign, words, act]] above the input; arrows walk, Escape goes back. */
  openMenu(options) {
    const buttons = options.map(([sign, words, act]) => {
      const parts = [make("strong", { textContent: sign }), make("span", { textContent: words })];
      const button = make("button", { type: "button", role: "option" }, ...parts);
      button.addEventListener("click", () => {
        this.closeMenu();
        act();
      });
      button.addEventListener("keydown", (event) => this.walk(event, button));
      return button;
    });
    this.menu.replaceChildren(...buttons);
    this.menu.hidden = false;
  }

  walk(event, button) {
    if (event.key === "Escape") {
      this.closeMenu();
      this.input.focus();
    }
    const next = { ArrowDown: button.nextElementSibling, ArrowUp: button.previousElementSibling }[event.key];
    if (next !== undefined) {
      event.preventDefault();
      (next ?? this.input).focus();
    }
  }

  closeMenu() {
    this.menu.hidden = true;
  }

  async sendFile() {
    const [file] = this.file.files;
    if (!file) return;
    const base64 = await new Promise((done) => {
      const reader = new FileReader();
      reader.onload = () => done(String(reader.result).split(",", 2)[1] ?? "");
      reader.readAsDataURL(file);
    });
    const kind = /^image\/(png|jpeg|gif)$/.test(file.type) ? "photo" : "document";
    const text = this.input.value.trim();
    const content = { [kind]: { name: file.name, base64, mime: file.type || undefined } };
    const sent = await this.column.send({ ...content, ...(text && { text }) });
    if (sent !== undefined && text) this.input.value = "";
    this.file.value = "";
  }

  /** The bot's reply keyboard under the input, from the newest message that set or removed one. */
  showKeyboard(messages) {
    const last = messages.findLast((one) => one.reply_keyboard || one.remove_keyboard);
    this.keys.hidden = !last?.reply_keyboard;
    this.input.placeholder = last?.keyboard_placeholder ?? say("composer.placeholder");
    if (this.keys.hidden) return;
    const rows = last.reply_keyboard.map((row) => make("div", { className: "keys" }, ...row.map((button) => {
      const key = make("button", { type: "button", className: "key", textContent: button.text });
      key.addEventListener("click", () => this.column.pressReply(last, button));
      return key;
    })));
    this.keys.replaceChildren(...rows);
  }
}
