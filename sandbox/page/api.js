// The people's side of the sandbox, and small helpers for building the page.

import { say } from "./words.js";

export async function call(verb, path, body) {
  let reply;
  try {
    const headers = { "Content-Type": "application/json" };
    reply = await fetch(`/sandbox${path}`, { method: verb, headers, body: body && JSON.stringify(body) });
  } catch {
    throw new Error(say("errors.offline"));
  }
  const answer = await reply.json();
  if (!reply.ok) throw new Error(say("errors.failed", { error: answer.error ?? reply.status }));
  return answer;
}

export const get = (path) => call("GET", path);
export const post = (path, body = {}) => call("POST", path, body);

/** An element with properties and children; strings become text, never markup. */
export function make(tag, properties = {}, ...children) {
  const { dataset, aria, ...plain } = properties;
  const element = Object.assign(document.createElement(tag), plain);
  Object.assign(element.dataset, dataset ?? {});
  for (const [name, value] of Object.entries(aria ?? {})) element.setAttribute(`aria-${name}`, value);
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
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
