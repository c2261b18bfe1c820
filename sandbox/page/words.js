// The page's words: loaded once from words/ru.json, so that no text stands in the code.

let words = {};
const plural = new Intl.PluralRules("ru");
const forms = { one: 0, few: 1, many: 2, other: 2 };

export async function loadWords() {
  words = await (await fetch("/words/ru.json")).json();
}

/** The text under a dotted name; {placeholders} are filled from facts, lists are plural forms of facts.n. */
export function say(name, facts = {}) {
  let text = name.split(".").reduce((part, key) => part?.[key], words);
  if (Array.isArray(text)) text = text[forms[plural.select(facts.n)]];
  if (typeof text !== "string") return name;
  return text.replace(/\{(\w+)\}/g, (_, key) => facts[key] ?? "");
}

export const roleName = (role) => words.roles?.[role] ?? role;

const time = new Intl.DateTimeFormat("ru", { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat("ru", { weekday: "short", day: "numeric", month: "long" });

export const timeOf = (date) => time.format(date);
export const dayOf = (date) => day.format(date);
