// The messages of one chat as far as they are loaded: the newest ones, older ones page by page.

import { get } from "./api.js";

const PAGE = 80;
const STRIDE = 1000;

export class Thread {
  /** `changed` is called after every change of `messages` (oldest first, no gaps). */
  constructor(chatId, changed) {
    this.path = `/chats/${chatId}/messages`;
    this.changed = changed;
    this.messages = [];
    this.complete = false;
    this.loading = null;
    this.missed = [];
  }

  /** The newest page, also when everything must be read again. */
  open() {
    return this.load(async () => {
      const page = await get(`${this.path}?limit=${PAGE}`);
      this.complete = page.length !== PAGE;
      this.messages = page;
    });
  }

  /** One page before what is loaded. */
  older(size = PAGE) {
    const [first] = this.messages;
    if (this.complete || !first) return this.loading;
    return this.load(async () => {
      const page = await get(`${this.path}?before=${first.id}&limit=${size}`);
      this.complete = page.length !== size;
      this.messages = [...page, ...this.messages];
    });
  }

  /** Loads back to a message; → whether it is there. */
  async reach(id) {
    while (!this.complete && this.messages.length && this.messages[0].id > id) await this.older(STRIDE);
    return this.find(id) !== undefined;
  }

  /** One load at a time; what is told meanwhile is applied afterwards. */
  load(act) {
    this.loading ??= act().finally(() => {
      this.loading = null;
      const missed = this.missed;
      this.missed = [];
      for (const [id, message] of missed) this.place(id, message);
      this.changed();
    });
    return this.loading;
  }

  /** A message as it is now, null when it is gone. */
  apply(id, message) {
    if (this.loading) {
      this.missed.push([id, message]);
      return;
    }
    this.place(id, message);
    this.changed();
  }

  place(id, message) {
    const at = this.positionOf(id);
    const there = this.messages[at]?.id === id;
    if (!message) {
      if (there) this.messages.splice(at, 1);
    } else if (there) {
      this.messages[at] = message;
    } else if (at > 0 || this.complete) {
      this.messages.splice(at, 0, message);
    }
  }

  /** Where the id is or would be. */
  positionOf(id) {
    let [low, high] = [0, this.messages.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.messages[middle].id < id) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  find(id) {
    const message = this.messages[this.positionOf(id)];
    return message?.id === id ? message : undefined;
  }
}
