// A menu that floats: message actions, attachments, what a chat offers.

import { icon, make } from "./dom.js";

let opened = null;

/**
 * `options`: [{sign, words, act, className}] or ready elements. `near`: an element or {x, y}. Arrows walk, Escape and a
 * click elsewhere close; the focus goes back to where it was.
 */
export function openMenu(label, options, near) {
  closeMenu();
  const menu = make("div", { className: "menu", role: "menu", aria: { label } });
  const before = document.activeElement;
  opened = { menu, before };
  menu.append(...options.map((option) => (option instanceof Element ? option : item(option))));
  menu.addEventListener("keydown", walk);
  document.body.append(menu);
  place(menu, near);
  menu.querySelector("[role^=menuitem]")?.focus({ preventScroll: true });
  setTimeout(() => document.addEventListener("pointerdown", away), 0);
}

function item({ sign, words, act, className }) {
  const parts = [sign ? icon(sign) : "", make("span", { textContent: words })];
  const button = make("button", { type: "button", role: "menuitem", className: className ?? "" }, ...parts);
  button.addEventListener("click", () => {
    closeMenu();
    act();
  });
  return button;
}

export function closeMenu() {
  if (!opened) return;
  const { menu, before } = opened;
  opened = null;
  document.removeEventListener("pointerdown", away);
  const had = menu.contains(document.activeElement);
  menu.remove();
  if (had && before?.isConnected) before.focus({ preventScroll: true });
}

function away(event) {
  if (!opened?.menu.contains(event.target)) closeMenu();
}

const STEPS = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

function walk(event) {
  const items = [...opened.menu.querySelectorAll("[role^=menuitem]")];
  const here = items.indexOf(document.activeElement);
  if (event.key === "Escape" || event.key === "Tab") {
    event.preventDefault();
    event.stopPropagation();
    closeMenu();
  } else if (STEPS[event.key]) {
    event.preventDefault();
    items.at((here + STEPS[event.key]) % items.length).focus();
  } else if (event.key === "Home" || event.key === "End") {
    event.preventDefault();
    items.at(event.key === "Home" ? 0 : -1).focus();
  }
}

const EDGE = 8;

/** Beside the element or the point, within the window; on a phone the style sheet puts it at the bottom. */
function place(menu, near) {
  const box = near instanceof Element ? near.getBoundingClientRect() : { left: near.x, right: near.x, top: near.y, bottom: near.y };
  const { width, height } = menu.getBoundingClientRect();
  const below = box.bottom + height + EDGE < window.innerHeight;
  const left = box.left + width + EDGE < window.innerWidth ? box.left : box.right - width;
  menu.style.left = `${Math.max(EDGE, left)}px`;
  menu.style.top = `${Math.max(EDGE, below ? box.bottom : box.top - height)}px`;
}
