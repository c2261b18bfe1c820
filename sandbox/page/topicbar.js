// The topics of a forum: all of them, the general one, or one at a time.

import { make, refill } from "./dom.js";
import { say } from "./words.js";

export class TopicBar {
  constructor(column) {
    this.column = column;
    this.element = make("div", { className: "topics", role: "group", hidden: true });
  }

  /** The topics as they are now. */
  update() {
    const { chat } = this.column;
    this.element.hidden = !chat.isForum;
    if (!chat.isForum) return;
    this.element.setAttribute("aria-label", say("topics.label"));
    const named = chat.topics.map((topic) => [topic.id, topic.name]);
    const all = [[undefined, say("topics.all")], [null, say("topics.general")], ...named];
    const chips = all.map(([topic, name]) => this.chip(topic, name));
    refill(this.element, ...chips);
  }

  chip(topic, name) {
    const aria = { pressed: String(topic === this.column.log.topic) };
    const chip = make("button", { type: "button", className: "chip", textContent: name, aria });
    chip.addEventListener("click", () => this.choose(topic));
    return chip;
  }

  choose(topic) {
    const { log } = this.column;
    log.topic = topic;
    log.list.atEnd = true;
    log.redraw();
    this.update();
  }
}
