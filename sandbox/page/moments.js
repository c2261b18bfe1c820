// Moments in words and on the wall clock of the zone that the page shows.

import { say } from "./words.js";

let zone;
let formats = makeFormats();
let offset = 0;

function makeFormats() {
  const format = (options) => new Intl.DateTimeFormat("ru", { timeZone: zone, ...options });
  return {
    time: format({ hour: "2-digit", minute: "2-digit" }),
    day: format({ weekday: "short", day: "numeric", month: "long" }),
    year: format({ day: "numeric", month: "long", year: "numeric" }),
    short: format({ day: "2-digit", month: "2-digit" }),
    parts: new Intl.DateTimeFormat("en-CA", {
      timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
    }),
  };
}

/** An IANA name; nothing means the browser's own zone. */
export function showZone(name) {
  zone = name ?? undefined;
  formats = makeFormats();
}

/** The virtual clock reads `iso` now. */
export function setClock(iso) {
  offset = new Date(iso).getTime() - Date.now();
}

export const now = () => new Date(Date.now() + offset);
export const timeOf = (date) => formats.time.format(date);

/** Year, month, day, hour and minute on the wall. */
function wall(date) {
  const parts = Object.fromEntries(formats.parts.formatToParts(date).map(({ type, value }) => [type, Number(value)]));
  return Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute);
}

const DAY = 86_400_000;
const dayNumber = (date) => Math.floor(wall(date) / DAY);

/** Equal for two moments of one day. */
export const dayKey = (date) => dayNumber(date);

/** Today and yesterday in words, others with their weekday, those of other years with the year. */
export function dayOf(date) {
  const ago = dayNumber(now()) - dayNumber(date);
  if (ago === 0) return say("day.today");
  if (ago === 1) return say("day.yesterday");
  return fullDay(date);
}

export function fullDay(date) {
  const near = Math.abs(dayNumber(now()) - dayNumber(date)) < 300;
  return (near ? formats.day : formats.year).format(date).replace(",", "");
}

/** For a list: the time of today's moments, the date of others. */
export const briefly = (date) => (dayKey(date) === dayKey(now()) ? timeOf(date) : formats.short.format(date));

/** The moment when the wall shows `hour`:00, `days` after today. */
export function at(hour, days = 0) {
  const wanted = (dayNumber(now()) + days) * DAY + hour * 3_600_000;
  let moment = wanted;
  for (let round = 0; round < 2; round += 1) moment += wanted - wall(new Date(moment));
  return new Date(moment);
}

/** 0 is Sunday. */
export const weekday = (days) => new Date((dayNumber(now()) + days) * DAY).getUTCDay();
