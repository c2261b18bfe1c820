// The page's words: loaded once from words/ru.json, so that no text stands in the code.

let words = {};
const plural = new Intl.PluralRules("ru");
const forms = { one: 0, few: 1, many: 2, other: 2 };

/** Asked for as soon as this module runs: the other questions don't wait for it. */
const asked = fetch("/words/ru.json").then((reply) => reply.json());

export async function loadWords() {
  words = await asked;
}

/** The text under a dotted name; {placeholders} are filled from facts, lists are plural forms of facts.n. */
export function say(name, facts = {}) {
  let text = name.split(".").reduce((part, key) => part?.[key], words);
  if (Array.isArray(text)) text = text[forms[plural.select(facts.n)]];
  if (typeof text !== "string") return name;
  return text.replace(/\{(\w+)\}/g, (_, key) => facts[key] ?? "");
}

export const roleName = (role) => words.roles?.[role] ?? role;

/** What a file weighs. */
export function sizeOf(bytes) {
  if (bytes === undefined) return "";
  if (bytes < 1024) return say("size.bytes", { n: bytes });
  const [unit, whole] = bytes < 1024 ** 2 ? ["kb", bytes / 1024] : ["mb", bytes / 1024 ** 2];
  return say(`size.${unit}`, { n: new Intl.NumberFormat("ru", { maximumFractionDigits: 1 }).format(whole) });
}
