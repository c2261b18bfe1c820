// A voice message as a small player. One sound for the whole page: starting one stops the other, and a player that is
// scrolled away and drawn anew goes on showing its own.

import { icon, make } from "./dom.js";
import { say } from "./words.js";

const sound = new Audio();
let source = null;

const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

/** The whole file is fetched first: a browser can only seek in what it has. */
async function load(url) {
  source = url;
  const bytes = await (await fetch(url)).blob();
  if (source !== url) return;
  URL.revokeObjectURL(sound.src);
  sound.src = URL.createObjectURL(bytes);
  await sound.play();
}

export function player({ url }) {
  const button = make("button", { type: "button", className: "disc play" });
  const bar = make("input", { type: "range", min: 0, max: 1000, value: 0, aria: { label: say("message.position") } });
  const time = make("small", { className: "time" });
  const element = make("div", { className: "voice" }, button, make("span", { className: "lines" }, bar, time));
  button.addEventListener("click", () => toggle(url, element));
  bar.addEventListener("input", () => {
    if (source === url && Number.isFinite(sound.duration)) sound.currentTime = (bar.value / 1000) * sound.duration;
  });
  element.show = () => show({ url, button, bar, time });
  element.show();
  return element;
}

async function toggle(url, element) {
  if (source !== url) await load(url).catch(() => { source = null; });
  else if (sound.paused) await sound.play().catch(() => {});
  else sound.pause();
  element.show();
}

function show({ url, button, bar, time }) {
  const mine = source === url && Boolean(sound.src);
  const playing = mine && !sound.paused;
  const known = mine && Number.isFinite(sound.duration);
  button.replaceChildren(icon(playing ? "pause" : "play"));
  button.ariaLabel = say(playing ? "message.pause" : "message.play");
  bar.disabled = !mine;
  bar.value = known ? (sound.currentTime / sound.duration) * 1000 : 0;
  bar.style.setProperty("--done", `${bar.value / 10}%`);
  time.textContent = mine ? [clock(sound.currentTime), known ? clock(sound.duration) : ""].filter(Boolean).join(" / ") : say("message.voice");
}

function showAll() {
  for (const element of document.querySelectorAll(".voice")) element.show?.();
}

for (const kind of ["play", "pause", "timeupdate", "durationchange", "ended"]) sound.addEventListener(kind, showAll);
