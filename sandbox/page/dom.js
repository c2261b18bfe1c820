// Building the page: elements, signs, faces.

/** An element with properties and children; strings become text, never markup. */
export function make(tag, properties = {}, ...children) {
  const { dataset, aria, ...plain } = properties;
  const element = Object.assign(document.createElement(tag), plain);
  Object.assign(element.dataset, dataset ?? {});
  for (const [name, value] of Object.entries(aria ?? {})) element.setAttribute(`aria-${name}`, value);
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

/** One of the signs drawn in index.html. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const use = document.createElementNS(SVG, "use");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

/** A round button with a sign; its words are for pointers and readers. */
export function iconButton(sign, words, act, className = "") {
  const aria = { label: words };
  const button = make("button", { type: "button", className: `round ${className}`.trim(), title: words, aria }, icon(sign));
  if (act) button.addEventListener("click", act);
  return button;
}

export function textButton(words, act, className = "") {
  const button = make("button", { type: "button", className, textContent: words });
  button.addEventListener("click", act);
  return button;
}

/** New children; if one of the old had the focus, the one in its place gets it. */
export function refill(parent, ...children) {
  const had = [...parent.children].indexOf(document.activeElement);
  parent.replaceChildren(...children);
  parent.children[had]?.focus({ preventScroll: true });
}

const HUES = 8;

export const hueOf = (id) => `hue${(id < 0 ? 5 - id : id) % HUES}`;

/** The first letters of a name, as a coloured circle. */
export function face(id, name, className = "") {
  const words = name.split(/[\s·]+/).filter(Boolean);
  const letters = words.slice(0, 2).map((word) => [...word][0]).join("");
  return make("span", { className: `face ${hueOf(id)} ${className}`.trim(), textContent: letters.toUpperCase(), aria: { hidden: "true" } });
}

/** An emoji in colour: plain old signs need to be told so. */
export const coloured = (emoji) => (/^[\u2000-\u2bff]$/.test(emoji) ? `${emoji}\uFE0F` : emoji);

export const isNarrow = () => window.matchMedia("(max-width: 699px)").matches;
