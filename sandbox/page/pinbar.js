// The pinned messages of a chat: one at a time, a click jumps to it and turns to the one before.

import { get } from "./api.js";
import { icon, make } from "./dom.js";
import { briefOf } from "./parts.js";
import { say } from "./words.js";

const MARKS = 4;

export class PinBar {
  constructor(column) {
    this.column = column;
    this.known = new Map();
    this.turned = 0;
    this.marks = make("span", { className: "marks" });
    this.title = make("strong", {});
    this.text = make("span", {});
    const words = make("span", { className: "lines" }, this.title, this.text);
    this.element = make("button", { type: "button", className: "pin", hidden: true }, this.marks, words, icon("pin"));
    this.element.addEventListener("click", () => this.next());
  }

  /** After a change of which are pinned, or of one message. */
  async update(seen) {
    if (seen) this.known.delete(seen.id);
    const ids = [...this.column.chat.pinned].sort((one, other) => other - one);
    if (String(ids) !== String(this.ids)) this.turned = 0;
    this.ids = ids;
    this.element.hidden = !ids.length;
    if (!ids.length) return;
    const id = ids[this.turned % ids.length];
    const message = await this.message(id);
    if (message && this.ids[this.turned % this.ids.length] === id) this.draw(message);
  }

  async message(id) {
    if (!this.known.has(id)) {
      const found = this.column.log.thread.find(id) ?? await get(`/chats/${this.column.id}/messages/${id}`).catch(() => null);
      this.known.set(id, found);
    }
    return this.known.get(id);
  }

  draw(message) {
    const n = this.ids.length;
    const place = n - (this.turned % n);
    this.title.textContent = n > 1 ? say("message.pinnedOf", { place, n }) : say("message.pinned");
    this.text.textContent = briefOf(message);
    const shown = Math.min(n, MARKS);
    const at = shown - 1 - (this.turned % shown);
    this.marks.replaceChildren(...Array.from({ length: shown }, (_, mark) => make("i", { className: mark === at ? "here" : "" })));
  }

  async next() {
    const id = this.ids[this.turned % this.ids.length];
    this.turned = (this.turned + 1) % this.ids.length;
    this.update();
    await this.column.show(id);
  }
}
