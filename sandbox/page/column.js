// A chat as one person sees it (or a group, as whoever is chosen in it sees it).

import { get, post } from "./api.js";
import { bubble, brief, hueOf } from "./bubble.js";
import { Composer } from "./composer.js";
import { alertBox, make, roundButton, toast, trying } from "./dom.js";
import { dayOf, roleName, say } from "./words.js";

const SHOWN = 100;

export class Column {
  /** `chat`: {id, name, hint, isGroup, members: [{id, name}], groups: [{id, title, type}]}; `close` ends the column. */
  constructor(chat, close) {
    this.id = chat.id;
    this.isGroup = chat.isGroup;
    this.lines = new Map();
    this.messages = [];
    this.limit = SHOWN;
    this.log = make("div", { className: "log", role: "log", tabIndex: 0 });
    this.pin = make("button", { type: "button", className: "pin", hidden: true });
    this.typingLine = make("p", { className: "typing", hidden: true, role: "status" });
    this.head = make("header", {});
    this.who = make("select", { className: "who" });
    this.who.addEventListener("change", () => this.redraw());
    this.closing = close;
    this.composer = new Composer(this);
    const speaker = make("label", { className: "speaker", hidden: !chat.isGroup }, say("chats.as"), this.who);
    const parts = [this.head, this.pin, this.log, this.typingLine, speaker, this.composer.element];
    this.element = make("section", { className: "column", dataset: { chat: chat.id } }, ...parts);
    this.describe(chat);
    this.refresh();
  }

  actor() {
    return this.isGroup ? Number(this.who.value) : this.id;
  }

  actorName() {
    return this.isGroup ? this.who.selectedOptions[0]?.textContent ?? "" : this.chat.name;
  }

  describe(chat) {
    this.chat = chat;
    this.element.setAttribute("aria-label", chat.name);
    const close = roundButton("✕", say("chats.close", { name: chat.name }));
    close.addEventListener("click", this.closing);
    const lines = [make("strong", { textContent: chat.name }), make("small", { textContent: chat.hint })];
    const names = make("div", { className: "names" }, ...lines);
    const extra = this.isGroup ? "" : this.blockButton(chat);
    const face = make("span", { className: `face ${hueOf(chat.id)}`, textContent: [...chat.name][0] ?? "" });
    this.head.replaceChildren(face, names, extra, close);
    const chosen = this.who.value;
    this.who.replaceChildren(...chat.members.map((one) => make("option", { value: one.id, textContent: one.name })));
    if (chat.members.some((one) => String(one.id) === chosen)) this.who.value = chosen;
    this.composer.named();
  }

  blockButton(chat) {
    const button = chat.blocked ? roundButton("🔓", say("chats.unblock")) : roundButton("🚫", say("chats.block"));
    const path = `/people/${chat.id}/${chat.blocked ? "unblock" : "block"}`;
    button.addEventListener("click", () => trying(() => post(path), this.element));
    return button;
  }

  find(id) {
    return this.messages.find((one) => one.id === id);
  }

  redraw() {
    this.lines.clear();
    this.log.replaceChildren();
    this.draw();
    this.composer.named();
  }

  /** Asks again; only what changed is drawn anew. Calls that come meanwhile are answered by one more round. */
  async refresh() {
    if (this.loading) {
      this.again = true;
      return;
    }
    this.loading = true;
    do {
      this.again = false;
      const messages = await trying(() => get(`/chats/${this.id}/messages`), this.element);
      if (messages) this.messages = messages;
      this.draw();
    } while (this.again);
    this.loading = false;
  }

  draw() {
    const atEnd = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 80;
    const first = this.lines.size === 0;
    const shown = this.messages.slice(-this.limit);
    const wanted = this.elements(shown);
    for (const [place, element] of wanted.entries()) {
      if (this.log.children[place] !== element) this.log.insertBefore(element, this.log.children[place] ?? null);
    }
    while (this.log.children.length > wanted.length) this.log.lastChild.remove();
    this.composer.showKeyboard(shown);
    this.showPin();
    if (atEnd || first) this.log.scrollTop = this.log.scrollHeight;
  }

  elements(shown) {
    if (!shown.length) return [this.emptiness()];
    const elements = this.messages.length > shown.length ? [this.older()] : [];
    const lines = new Map();
    let day = "";
    for (const message of shown) {
      const today = dayOf(new Date(message.date * 1000));
      const divider = () => make("p", { className: "service", textContent: today });
      if (today !== day) elements.push(this.line(lines, `day ${today}`, today, divider));
      day = today;
      elements.push(this.line(lines, message.id, JSON.stringify(message), () => bubble(message, this)));
    }
    this.lines = lines;
    return elements;
  }

  /** The element drawn before, if nothing of it changed. */
  line(lines, key, state, draw) {
    const before = this.lines.get(key);
    const line = before?.state === state ? before : { state, element: draw() };
    lines.set(key, line);
    return line.element;
  }

  older() {
    const button = make("button", { type: "button", className: "service link", textContent: say("message.older") });
    button.addEventListener("click", () => {
      this.limit += SHOWN;
      this.draw();
    });
    return button;
  }

  emptiness() {
    if (this.isGroup) return make("p", { className: "service", textContent: say("message.empty") });
    const start = make("button", { type: "button", className: "start main", textContent: say("message.start") });
    start.addEventListener("click", () => this.send({ text: "/start" }));
    return make("div", { className: "empty" }, make("p", { textContent: say("message.empty") }), start);
  }

  showPin() {
    const pinned = this.messages.findLast((one) => one.pinned);
    this.pin.hidden = !pinned;
    if (!pinned) return;
    this.pin.replaceChildren(make("strong", { textContent: say("message.pinned") }), make("span", { textContent: brief(pinned) }));
    this.pin.onclick = () => this.show(pinned.id);
  }

  show(id) {
    const element = this.log.querySelector(`[data-id="${id}"]`);
    element?.scrollIntoView({ block: "center", behavior: "smooth" });
    element?.classList.add("flash");
    setTimeout(() => element?.classList.remove("flash"), 1200);
  }

  reply(message) {
    this.composer.reply(message);
  }

  send(body) {
    this.log.scrollTop = this.log.scrollHeight;
    return trying(() => post(`/chats/${this.id}/messages`, { from: this.actor(), ...body }), this.element);
  }

  async press(message, button) {
    if (button.url) return window.open(button.url, "_blank", "noopener");
    const which = button.data === undefined ? { text: button.text } : { data: button.data };
    const reply = await this.sendPress(message, which);
    if (!reply) return undefined;
    if (!reply.answer && button.data !== undefined) return toast(say("message.unanswered"), this.element);
    return this.answered(reply.answer);
  }

  answered(answer) {
    if (!answer?.text) return;
    if (answer.show_alert) alertBox(answer.text);
    else toast(answer.text, this.element);
  }

  pressReply(message, button) {
    if (!button.request_chat) return this.sendPress(message, { text: button.text });
    const channel = Boolean(button.request_chat.chat_is_channel);
    const fitting = this.chat.groups.filter((one) => (one.type === "channel") === channel);
    if (!fitting.length) return toast(say("composer.noChat"), this.element);
    const share = (one) => this.sendPress(message, { text: button.text, chat: one.id });
    return this.composer.openMenu(fitting.map((one) => ["👥", one.title, () => share(one)]));
  }

  sendPress(message, which) {
    const path = `/chats/${this.id}/messages/${message.id}/press`;
    return trying(() => post(path, { from: this.actor(), ...which }), this.element);
  }

  typing(action, name) {
    clearTimeout(this.typingEnds);
    this.typingLine.hidden = false;
    this.typingLine.textContent = say(action.startsWith("upload") ? "message.uploading" : "message.typing", { name });
    this.typingEnds = setTimeout(() => { this.typingLine.hidden = true; }, 5000);
  }

  focus() {
    this.element.scrollIntoView({ inline: "start", block: "nearest", behavior: "smooth" });
    this.composer.input.focus({ preventScroll: true });
  }
}

/** A person's labels in words. */
export const hintOf = (person) => [person.roles].flat().map(roleName).join(", ");
