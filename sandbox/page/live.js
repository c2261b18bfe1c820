// The server's events. Tells "lost" when the connection goes and "reload" when it is back or something was missed.
// They are heard from the page's very beginning and kept until it can take them.

import { tell } from "./bus.js";

const AGAIN = 2000;
let lost = false;
let waiting = [];

function listen() {
  const events = new EventSource("/sandbox/events");
  events.onmessage = (message) => pass(JSON.parse(message.data));
  events.onerror = () => {
    if (!lost) pass({ type: "lost" });
    lost = true;
    if (events.readyState === EventSource.CLOSED) setTimeout(listen, AGAIN);
  };
  events.onopen = () => {
    if (lost) pass({ type: "reload" });
    lost = false;
  };
}

function pass(event) {
  if (waiting) waiting.push(event);
  else tell(event.type, event);
}

/** From now on events are told, first those that came before. */
export function startEvents() {
  const before = waiting;
  waiting = null;
  before.forEach(pass);
}

listen();
