// The virtual clock: what time it is in the sandbox, and moving it forward.

import { post } from "./api.js";
import { on } from "./bus.js";
import { textButton } from "./dom.js";
import { at, fullDay, now, setClock, timeOf, weekday } from "./moments.js";
import { toast } from "./notices.js";
import { say } from "./words.js";

const TICK = 2000;
const SLOW = 800;
const EVENING = 18;
const MORNING = 9;
const place = document.getElementById("clock");
const shown = document.getElementById("now");
const moves = document.getElementById("moves");

function tick() {
  const [day, time] = [fullDay(now()), timeOf(now())];
  if (shown.lastElementChild.textContent === time && shown.firstElementChild.textContent === day) return;
  shown.firstElementChild.textContent = day;
  shown.lastElementChild.textContent = time;
}

const evening = () => (at(EVENING) > now() ? at(EVENING) : at(EVENING, 1));

function nextWorkday() {
  let days = 1;
  while ([0, 6].includes(weekday(days))) days += 1;
  return at(MORNING, days);
}

async function move(body) {
  if (place.ariaBusy === "true") return;
  place.ariaBusy = "true";
  const slow = setTimeout(() => toast(say("clock.waiting")), SLOW);
  try {
    setClock((await post("/clock", body)).now);
    tick();
  } catch (problem) {
    toast(problem.status === 504 ? say("clock.failed") : problem.message);
  }
  clearTimeout(slow);
  place.ariaBusy = "false";
}

export function startClock() {
  const acts = [
    ["plus15", () => ({ advance: 900 })],
    ["plus60", () => ({ advance: 3600 })],
    ["evening", () => ({ to: evening().toISOString() })],
    ["workday", () => ({ to: nextWorkday().toISOString() })],
  ];
  place.setAttribute("aria-label", say("clock.label"));
  const fold = () => place.classList.remove("unfolded");
  moves.replaceChildren(...acts.map(([name, body]) => {
    const button = textButton(say(`clock.${name}`), () => {
      fold();
      move(body());
    }, "pill");
    button.title = say(`clock.${name}Hint`);
    return button;
  }));
  shown.title = say("clock.label");
  shown.addEventListener("click", () => {
    const unfolded = place.classList.toggle("unfolded");
    shown.ariaExpanded = String(unfolded);
    if (unfolded) moves.firstElementChild.focus();
  });
  place.addEventListener("keydown", (event) => event.key === "Escape" && fold());
  document.addEventListener("pointerdown", (event) => place.contains(event.target) || fold());
  on("clock", (event) => {
    setClock(event.now);
    tick();
  });
  tick();
  setInterval(tick, TICK);
}
