// The virtual clock: what time it is in the sandbox, and moving it forward.

import { get, post } from "./api.js";
import { make, toast } from "./dom.js";
import { dayOf, say, timeOf } from "./words.js";

let offset = 0;
let place;
let shown;

export const now = () => new Date(Date.now() + offset);

function set(clock) {
  offset = new Date(clock.now).getTime() - Date.now();
  tick();
}

function tick() {
  shown.textContent = `${dayOf(now())}, ${timeOf(now())}`;
}

function at(hour, days = 0) {
  const moment = now();
  moment.setDate(moment.getDate() + days);
  moment.setHours(hour, 0, 0, 0);
  return moment;
}

function evening() {
  const today = at(18);
  return today > now() ? today : at(18, 1);
}

function nextWorkday() {
  let days = 1;
  while ([0, 6].includes(at(9, days).getDay())) days += 1;
  return at(9, days);
}

async function move(body) {
  place.classList.add("busy");
  const buttons = [...place.querySelectorAll("button")];
  for (const button of buttons) button.disabled = true;
  const slow = setTimeout(() => toast(say("clock.waiting")), 800);
  try {
    set(await post("/clock", body));
  } catch (problem) {
    toast(problem.status === 504 ? say("clock.failed") : problem.message);
  }
  clearTimeout(slow);
  for (const button of buttons) button.disabled = false;
  place.classList.remove("busy");
}

export async function startClock(element) {
  place = element;
  place.setAttribute("aria-label", say("clock.label"));
  shown = make("time", { className: "now" });
  const acts = [
    ["plus15", () => ({ advance: 900 })],
    ["plus60", () => ({ advance: 3600 })],
    ["evening", () => ({ to: evening().toISOString() })],
    ["workday", () => ({ to: nextWorkday().toISOString() })],
  ];
  const buttons = acts.map(([name, body]) => {
    const button = make("button", { type: "button", textContent: say(`clock.${name}`) });
    button.addEventListener("click", () => move(body()));
    return button;
  });
  place.append(shown, ...buttons);
  set(await get("/clock"));
  setInterval(tick, 5000);
}

export const clockMoved = (event) => set(event);
