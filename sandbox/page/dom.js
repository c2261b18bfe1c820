// Building the page: elements, safe formatting, notices.

import { say } from "./words.js";

/** An element with properties and children; strings become text, never markup. */
export function make(tag, properties = {}, ...children) {
  const { dataset, aria, ...plain } = properties;
  const element = Object.assign(document.createElement(tag), plain);
  Object.assign(element.dataset, dataset ?? {});
  for (const [name, value] of Object.entries(aria ?? {})) element.setAttribute(`aria-${name}`, value);
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

/** A round button with a sign; its words are for pointers and readers. */
export function roundButton(sign, words) {
  const aria = { label: words };
  return make("button", { type: "button", className: "round", textContent: sign, title: words, aria });
}

const ALLOWED = new Set(["B", "I", "U", "S", "CODE", "PRE", "BLOCKQUOTE", "TG-SPOILER", "A"]);

/** The server's HTML, built anew from allowed tags only: whatever slips through there doesn't run here. */
export function formatted(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return clean(template.content);
}

function clean(node) {
  const result = document.createDocumentFragment();
  for (const child of node.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) result.append(child.textContent);
    else if (child.nodeType === Node.ELEMENT_NODE) result.append(rebuilt(child));
  }
  return result;
}

function rebuilt(element) {
  if (!ALLOWED.has(element.tagName)) return clean(element);
  const copy = document.createElement(element.tagName);
  if (element.tagName === "A" && /^(https?|mailto|tel):/i.test(element.getAttribute("href") ?? "")) {
    Object.assign(copy, { href: element.getAttribute("href"), target: "_blank", rel: "noopener noreferrer" });
  }
  if (element.tagName === "TG-SPOILER") {
    copy.tabIndex = 0;
    copy.addEventListener("click", () => copy.classList.add("shown"));
    copy.addEventListener("keydown", (event) => event.key === "Enter" && copy.classList.add("shown"));
  }
  copy.append(clean(element));
  return copy;
}

/** A modal with one sentence, as Telegram's alert. */
export function alertBox(text) {
  const dialog = document.getElementById("alert");
  dialog.querySelector("p").textContent = text;
  dialog.querySelector("button").textContent = say("ok");
  if (!dialog.open) dialog.showModal();
}

/** A short notice that goes by itself. */
export function toast(text, place = document.body) {
  const box = make("div", { className: "toast", textContent: text, role: "status" });
  place.append(box);
  setTimeout(() => box.remove(), 3500);
}

/** Runs an act and shows in words why it failed. */
export async function trying(act, place) {
  try {
    return await act();
  } catch (problem) {
    toast(problem.message, place);
    return undefined;
  }
}
