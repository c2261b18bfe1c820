// What was written in a chat: the list of its messages, from where it is unread, and the way back to its end.

import { drawRow } from "./bubble.js";
import { markRead } from "./chats.js";
import { icon, make } from "./dom.js";
import { toast, trying } from "./notices.js";
import { guessHeight, rowsOf, sameRow } from "./rows.js";
import { Thread } from "./thread.js";
import { VirtualList } from "./virtual.js";
import { say } from "./words.js";

const EARLY = 1500;
const FLASH = 1500;
const HOLD = 480;

/** `column`: {chat, actor(), changed(), openActions(message, near), composer …}; see column.js. */
export class Log {
  constructor(column) {
    this.column = column;
    this.rows = [];
    /** undefined: all topics; null: the general one; else a topic's id. */
    this.topic = undefined;
    this.unreadFrom = null;
    this.scroller = make("div", { className: "log", tabIndex: 0 });
    this.scroller.setAttribute("role", "log");
    this.count = make("span", { className: "badge", hidden: true });
    this.jump = make("button", { type: "button", className: "jump", hidden: true, title: say("message.toEnd") }, icon("down"), this.count);
    this.jump.addEventListener("click", () => this.list.goToEnd());
    this.element = make("div", { className: "log-place" }, this.scroller, this.jump);
    this.thread = new Thread(column.chat.id, () => this.draw());
    this.list = new VirtualList(this.scroller, {
      draw: (row) => drawRow(row, column),
      guess: guessHeight,
      same: sameRow,
      moved: () => this.moved(),
      replaced: refocus,
    });
    this.scroller.addEventListener("keydown", (event) => this.keyDown(event));
    this.scroller.addEventListener("pointerdown", (event) => this.hold(event));
  }

  named(name) {
    this.scroller.setAttribute("aria-label", say("chats.log", { name }));
  }

  /** From the beginning, also after a lost connection. */
  async open() {
    this.stalled = false;
    const unread = this.column.chat.unread;
    await trying(() => this.thread.open(), this.column.element);
    if (unread) this.openAtUnread(unread);
  }

  openAtUnread(count) {
    const others = this.thread.messages.filter((one) => one.from !== this.column.actor());
    this.unreadFrom = others.at(-count)?.id ?? this.thread.messages[0]?.id ?? null;
    this.draw();
    const border = this.list.elementOf("unread");
    const inView = border && border.getBoundingClientRect().top >= this.scroller.getBoundingClientRect().top;
    if (!inView) this.list.goTo("unread");
  }

  /** One message that is new, other than before, or gone (null). */
  apply({ id, what, message }) {
    if (what === "new" && this.column.chat.unread === 1) this.unreadFrom = id;
    this.thread.apply(id, message);
  }

  get shown() {
    const { messages } = this.thread;
    return this.topic === undefined ? messages : messages.filter((one) => (one.thread ?? null) === this.topic);
  }

  draw() {
    this.rows = rowsOf(this.shown, this.unreadFrom);
    this.list.show(this.rows, this.thread.complete);
    this.element.classList.toggle("is-empty", this.thread.complete && !this.rows.length);
    this.column.changed();
  }

  /** Everything anew, as somebody else sees it. */
  redraw() {
    this.list.show([], false);
    this.draw();
  }

  moved() {
    const { atEnd, range } = this.list;
    if (atEnd && document.visibilityState === "visible" && this.scroller.clientHeight) markRead(this.column.chat);
    this.showJump();
    const nearTop = range && range[0] < 4 && this.scroller.scrollTop < EARLY;
    if (!nearTop || this.thread.loading || this.thread.complete || this.stalled) return;
    this.thread.older()?.catch(() => { this.stalled = true; });
  }

  showJump() {
    const { unread } = this.column.chat;
    this.jump.hidden = this.list.atEnd;
    this.count.hidden = !unread;
    this.count.textContent = unread;
    this.jump.setAttribute("aria-label", unread ? say("message.toEndUnread", { n: unread }) : say("message.toEnd"));
  }

  /** Whether somebody looks at the end of it now. */
  get isRead() {
    return this.list.atEnd && document.visibilityState === "visible" && this.scroller.clientHeight > 0;
  }

  toEnd() {
    this.unreadFrom = null;
    this.list.goToEnd();
  }

  /** Jumps to a message, loading back to it where it must. */
  async show(id) {
    const found = await trying(() => this.thread.reach(id), this.column.element);
    if (found === undefined) return;
    if (!this.rows.some((row) => has(row, id))) this.column.chooseTopic(undefined);
    const row = this.rows.find((one) => has(one, id));
    const element = row && this.list.goTo(row.key);
    if (!element) return toast(say("message.gone"), this.column.element);
    element.focus({ preventScroll: true });
    element.classList.add("flash");
    setTimeout(() => element.classList.remove("flash"), FLASH);
  }

  /** A finger that stays on a message opens its menu. */
  hold(event) {
    const row = event.target.closest(".row");
    if (event.pointerType !== "touch" || !row?.message || event.target.closest("a, button, input")) return;
    const timer = setTimeout(() => this.column.openActions(row.message, row), HOLD);
    for (const kind of ["pointerup", "pointercancel"]) {
      this.scroller.addEventListener(kind, () => clearTimeout(timer), { once: true });
    }
  }

  keyDown(event) {
    const row = document.activeElement.closest?.(".row");
    const isInside = document.activeElement !== row && document.activeElement !== this.scroller;
    if (event.key === "Escape") this.column.composer.focus();
    else if (isInside && !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    else if (event.key === "ArrowUp") this.walk(row, -1);
    else if (event.key === "ArrowDown") this.walk(row, 1);
    else if (event.key === "End") this.list.goToEnd();
    else if (row?.message && (event.key === "Enter" || event.key === " ")) this.column.openActions(row.message, row);
    else return;
    event.preventDefault();
  }

  /** The focus goes from message to message. */
  walk(row, step) {
    const here = row ? this.rows.findIndex((one) => one.key === row.rowKey) : this.rows.length;
    let place = here + step;
    while (this.rows[place] && this.rows[place].kind !== "message") place += step;
    const next = this.rows[place];
    if (!next) return;
    const element = this.list.elementOf(next.key) ?? this.list.goTo(next.key);
    element.focus({ preventScroll: true });
    element.scrollIntoView({ block: "nearest" });
  }
}

const has = (row, id) => row.messages.some((one) => one.id === id);

/** A message that changed while the focus was in it keeps the focus: on the same button if it still has it. */
function refocus(old, element, focused) {
  const alike = focused !== old && [...element.querySelectorAll("button, a, input")].find(
    (one) => one.className === focused.className && one.textContent === focused.textContent,
  );
  const target = focused === old ? element : alike || element.querySelector(".key") || element;
  target.focus({ preventScroll: true });
}
