// The day that plays by itself: its button, its caption, and what it had to give up.

import { get, post } from "./api.js";
import { on } from "./bus.js";
import { bringIntoView } from "./board.js";
import { iconButton, make, refill, textButton } from "./dom.js";
import { ask, trying } from "./notices.js";
import { say } from "./words.js";

const buttons = document.getElementById("play");
const caption = document.getElementById("caption");
let drawn = "";

/** `state`: none, ready, playing, paused or done; the buttons follow it. */
export async function startPlay() {
  on("play", show);
  on("reload", look);
  await look();
}

async function look() {
  const play = await get("/play").catch(() => null);
  if (play) show(play);
}

const act = (what) => trying(() => post("/play", { do: what }));

function show(play) {
  const { state, chat, who } = play;
  drawButtons(state);
  drawCaption(play);
  bringIntoView(state === "playing" ? chat ?? who : null);
}

function drawButtons(state) {
  if (drawn === state) return;
  const had = buttons.contains(document.activeElement);
  drawn = state;
  buttons.hidden = state === "none";
  const stop = iconButton("stop", say("play.stop"), () => act("stop"));
  const parts = {
    ready: () => [signed("play", "start")],
    done: () => [signed("play", "again")],
    playing: () => [signed("pause", "pause"), stop],
    paused: () => [signed("play", "go_on"), stop],
  }[state]?.() ?? [];
  buttons.replaceChildren(...parts);
  if (had) buttons.firstElementChild?.focus();
}

const DOES = { start: "start", again: "start", pause: "pause", go_on: "go_on" };

function signed(sign, name) {
  const button = iconButton(sign, say(`play.${name}`), () => act(DOES[name]), "pill main");
  button.classList.remove("round");
  button.removeAttribute("aria-label");
  button.append(make("span", { textContent: say(`play.${name}`) }));
  return button;
}

function drawCaption({ state, scene, of, at, title, given_up: given = [] }) {
  const running = state === "playing" || state === "paused";
  const begun = running && typeof scene === "number";
  caption.hidden = !running && !(state === "done" && given.length);
  if (caption.hidden) return;
  const time = begun ? make("time", { textContent: at }) : "";
  const words = begun ? title : say(running ? "play.begins" : "play.over");
  const count = begun ? make("small", { textContent: say("play.sceneOf", { scene: scene + 1, of }) }) : "";
  const failed = given.length ? textButton(say("play.givenUp", { n: given.length }), () => tellWhy(given), "given-up") : "";
  const lived = running ? scene ?? 0 : of;
  const bar = make("progress", { max: of || 1, value: lived, aria: { label: say("play.progress") } });
  const shown = make("span", { className: "scene" }, time, make("span", { textContent: words }));
  refill(caption, ...[shown, count, failed, bar].filter(Boolean));
}

function tellWhy(given) {
  const lines = given.map(({ title, why }) => make("li", {}, make("strong", { textContent: title }), make("span", { textContent: why })));
  ask(say("play.givenUpTitle"), make("div", {}, make("h2", { textContent: say("play.givenUpTitle") }), make("ul", {}, ...lines)), [[true, say("ok"), "main"]]);
}
