// Light, dark, or as the system has it.

import { iconButton } from "./dom.js";
import { keep } from "./memory.js";
import { say } from "./words.js";

const root = document.documentElement;

export function startLook() {
  const button = iconButton("look", say("look.label"), () => {
    const wanted = isDark() ? "light" : "dark";
    root.dataset.look = wanted;
    keep("look", wanted);
  });
  document.getElementById("look").replaceWith(button);
}

const isDark = () => (root.dataset.look ?? (window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
