// The bot's commands with their descriptions: all of them by a button, fitting ones while "/…" is typed.

import { on } from "./bus.js";
import { make } from "./dom.js";
import { toast, trying } from "./notices.js";
import { say } from "./words.js";

let menus = 0;
let edition = 0;
on("commands", () => { edition += 1; });

export class CommandMenu {
  /** `chosen(name)` is called with the command, without its slash. The focus stays in the input. */
  constructor(column, input, chosen) {
    Object.assign(this, { column, input, chosen });
    menus += 1;
    this.list = make("div", { className: "commands", id: `commands-${menus}`, hidden: true });
    this.list.role = "listbox";
    this.list.ariaLabel = say("composer.menu");
    this.shown = [];
    input.setAttribute("aria-controls", this.list.id);
    input.addEventListener("blur", () => this.close());
  }

  forget() {
    this.known = null;
  }

  async all() {
    const key = `${this.column.actor()} ${edition}`;
    if (this.known?.key !== key) this.known = { key, commands: await trying(() => this.column.commands(), this.column.element) ?? [] };
    return this.known.commands;
  }

  async toggle() {
    if (!this.list.hidden) return this.close();
    this.input.focus();
    const commands = await this.all();
    return commands.length ? this.show(commands) : toast(say("composer.noCommands"), this.column.element);
  }

  async typed() {
    const start = /^\/(\w*)$/.exec(this.input.value)?.[1];
    if (start === undefined) return this.close();
    const { value } = this.input;
    const fitting = (await this.all()).filter((one) => one.command.startsWith(start));
    if (this.input.value !== value || document.activeElement !== this.input) return undefined;
    return fitting.length ? this.show(fitting) : this.close();
  }

  show(commands) {
    this.shown = commands;
    const options = commands.map(({ command, description }, place) => {
      const option = make("div", { id: `${this.list.id}-${place}` }, make("strong", { textContent: `/${command}` }), make("span", { textContent: description }));
      option.role = "option";
      option.addEventListener("pointerdown", (event) => event.preventDefault());
      option.addEventListener("click", () => this.take(place));
      return option;
    });
    this.list.replaceChildren(...options);
    this.list.hidden = false;
    this.point(0);
  }

  point(place) {
    const count = this.shown.length;
    this.pointed = (place + count) % count;
    for (const [at, option] of [...this.list.children].entries()) option.ariaSelected = String(at === this.pointed);
    const here = this.list.children[this.pointed];
    here.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", here.id);
  }

  /** → whether the key was meant for the menu. A command written out in full is sent as it stands. */
  keyDown(event) {
    if (this.list.hidden) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.point(this.pointed + step);
    else if (event.key === "Escape") this.close();
    else if (event.key === "Tab" && !event.shiftKey) this.fill();
    else if (event.key === "Enter" && !event.shiftKey && !this.isWritten()) this.take(this.pointed);
    else return false;
    event.preventDefault();
    return true;
  }

  isWritten() {
    return this.shown.some((one) => `/${one.command}` === this.input.value);
  }

  fill() {
    this.input.value = `/${this.shown[this.pointed].command} `;
    this.close();
  }

  take(place) {
    const { command } = this.shown[place];
    this.close();
    this.chosen(command);
  }

  close() {
    this.list.hidden = true;
    this.input.removeAttribute("aria-activedescendant");
  }
}
